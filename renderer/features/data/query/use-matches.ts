import { useEffect, useState } from 'react'
import type { DocumentId, TextMatch } from '#contracts/dataset'
import { askProject } from '../../../app/project/project-store.ts'
import { useDataStore } from '../data-store.ts'

const none: readonly TextMatch[] = []

/** Where a document has what the query looks for; nowhere until that is known. */
export function useMatches(documentId: DocumentId): readonly TextMatch[] {
  const asked = useDataStore((state) => state.query.text)
  const [found, setFound] = useState({ documentId, asked, matches: none })
  useEffect(() => {
    if (asked.trim() === '') return
    const aborter = new AbortController()
    askProject((engine, signal) => engine.dataset.findMatches({ documentId, text: asked }, { signal }), aborter.signal).then(
      ({ matches }) => setFound({ documentId, asked, matches }),
      // Marks are an addition: what is wrong with the query or the document is told where they are asked for.
      () => undefined,
    )
    return () => aborter.abort()
  }, [documentId, asked])
  return found.documentId === documentId && found.asked === asked && asked.trim() !== '' ? found.matches : none
}

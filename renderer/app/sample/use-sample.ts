import { useEffect, useState } from 'react'
import type { DocumentId, Sample } from '#contracts/dataset'
import { describeError } from '../notices/errors.ts'
import { askProject } from '../project/project-store.ts'

/** A document for reading. While another one is fetched the last one stays, so that stepping through a list does not flicker. */
export type SampleState =
  | { status: 'none' }
  | { status: 'loading' }
  | { status: 'ready'; sample: Sample }
  | { status: 'failed'; message: string }

/** The document with everything that is known of it, fetched again when a revision of the project changes. */
export function useSample(documentId: DocumentId | null, revision: string | undefined): SampleState {
  const [state, setState] = useState<SampleState>({ status: 'none' })
  useEffect(() => {
    if (documentId === null || revision === undefined) {
      setState({ status: 'none' })
      return
    }
    const aborter = new AbortController()
    setState((last) => (last.status === 'ready' ? last : { status: 'loading' }))
    askProject((engine, signal) => engine.dataset.sample({ documentId }, { signal }), aborter.signal).then(
      (sample) => setState({ status: 'ready', sample }),
      (error) => {
        const words = aborter.signal.aborted ? null : describeError(error)
        if (words) setState({ status: 'failed', message: words.message })
      },
    )
    return () => aborter.abort()
  }, [documentId, revision])
  return state
}

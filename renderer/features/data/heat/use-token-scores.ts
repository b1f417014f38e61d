import { useEffect, useState } from 'react'
import type { DocumentId } from '#contracts/dataset'
import type { TokenScores } from '#contracts/token-scores'
import { describeError } from '../../../app/notices/errors.ts'
import { askProject } from '../../../app/project/project-store.ts'
import { useHeat } from './heat-store.ts'

export type TokenScoresState =
  | { status: 'off' }
  | { status: 'loading' }
  | { status: 'ready'; scores: TokenScores }
  | { status: 'failed'; message: string }

/** How much each token of the document surprises the chosen model, while that is shown. */
export function useTokenScores(documentId: DocumentId): TokenScoresState {
  const { isShown, from } = useHeat()
  const [state, setState] = useState<TokenScoresState>({ status: 'off' })
  useEffect(() => {
    if (!isShown) {
      setState({ status: 'off' })
      return
    }
    const aborter = new AbortController()
    setState({ status: 'loading' })
    askProject((engine, signal) => engine.curation.tokenScores({ documentId, from }, { signal }), aborter.signal).then(
      (scores) => {
        if (!aborter.signal.aborted) setState({ status: 'ready', scores })
      },
      (error) => {
        const words = aborter.signal.aborted ? null : describeError(error)
        if (words) setState({ status: 'failed', message: words.message })
      },
    )
    return () => aborter.abort()
  }, [documentId, isShown, from])
  return state
}

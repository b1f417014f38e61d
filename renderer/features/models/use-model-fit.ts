import { useEffect, useState } from 'react'
import type { ModelFit } from '#contracts/models'
import { askUntilAnswered } from '../../app/connection/ask-until-answered.ts'

export type FitState = { status: 'checking' } | { status: 'known'; fit: ModelFit } | { status: 'failed' }

/** Whether a model fits into the memory that is free now; asked again whenever `moment` changes. */
export function useModelFit(file: string, moment: string): FitState {
  const [state, setState] = useState<FitState>({ status: 'checking' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment decides when the answer may have changed.
  useEffect(() => {
    const controller = new AbortController()
    askUntilAnswered((engine, signal) => engine.models.fit({ file }, { signal }), controller.signal).then(
      (fit) => setState({ status: 'known', fit }),
      () => {
        if (!controller.signal.aborted) setState({ status: 'failed' })
      },
    )
    return () => controller.abort()
  }, [file, moment])
  return state
}

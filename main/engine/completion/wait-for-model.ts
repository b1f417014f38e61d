import type { CompletionOutcome, CompletionRequest } from '#contracts/completion'
import type { LoadedModel, ModelState } from '#contracts/models'

type Wait = { model: LoadedModel } | { model: null; outcome: CompletionOutcome }

/**
 * The model to complete with, or why there is none. Somebody who asked by hand waits for a model that is on its way; a suggestion
 * that nobody asked for does not.
 */
export async function waitForModel(
  state: { get(): ModelState; watch(signal?: AbortSignal): AsyncGenerator<ModelState, void, undefined> },
  request: {
    trigger: CompletionRequest['trigger']
    /** A model that was just lost together with its process; its state may not say so yet. */
    lost: LoadedModel | null
  },
  signal: AbortSignal,
): Promise<Wait> {
  const now = readState(state.get(), request.lost)
  if (request.trigger === 'automatic' || !isOnItsWay(now)) return now
  for await (const next of state.watch(signal)) {
    const wait = readState(next, request.lost)
    if (!isOnItsWay(wait)) return wait
  }
  return now
}

function readState(state: ModelState, lost: LoadedModel | null): Wait {
  switch (state.status) {
    case 'ready':
      if (state.model === lost) return { model: null, outcome: 'model-restarting' }
      return state.model.infill ? { model: state.model } : { model: null, outcome: 'no-infill' }
    case 'choosing':
    case 'loading':
      return { model: null, outcome: 'model-loading' }
    case 'restarting':
      return { model: null, outcome: 'model-restarting' }
    case 'none':
    case 'failed':
      return { model: null, outcome: 'no-model' }
  }
}

function isOnItsWay(wait: Wait): boolean {
  return wait.model === null && (wait.outcome === 'model-loading' || wait.outcome === 'model-restarting')
}

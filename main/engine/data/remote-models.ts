import type { ContractRouterClient } from '@orpc/contract'
import type { ModelState } from '#contracts/models'
import type { ScoringState, scoringContract } from '#contracts/scoring'
import type { ScoringModels } from '../curation/score-model.ts'
import { createObservable } from '../platform/observable.ts'

export type ScoringClient = ContractRouterClient<typeof scoringContract>

/** The model in use, which another loop of the engine holds. Follows its state until it is disposed. */
export function createRemoteModels(client: ScoringClient): ScoringModels & AsyncDisposable {
  const state = createObservable<ModelState>({ status: 'choosing' })
  const closing = new AbortController()
  let loadId: number | null = null

  function take(next: ScoringState): ModelState {
    const known = state.get()
    // The same load stays the same object: a follower tells by it whether the model was loaded anew.
    const isSame = next.state.status === 'ready' && known.status === 'ready' && next.loadId === loadId
    loadId = next.loadId
    if (!isSame) state.set(next.state)
    return state.get()
  }

  async function follow(): Promise<void> {
    for await (const next of await client.watch(undefined, { signal: closing.signal })) take(next)
  }

  // It ends when this is disposed, or with the loop that holds the model, and so with the whole engine.
  const following = follow().catch(() => undefined)

  return {
    state,
    fetchState: async () => take(await client.state()),
    getClient: async () => ({
      score: async (request, options) => client.score({ ...request, loadId: loadId ?? -1 }, options),
      weighChoices: async (request, options) => client.weighChoices({ ...request, loadId: loadId ?? -1 }, options),
      scoreTokens: async (request, options) => client.scoreTokens({ ...request, loadId: loadId ?? -1 }, options),
    }),
    async [Symbol.asyncDispose]() {
      closing.abort()
      await following
    },
  }
}

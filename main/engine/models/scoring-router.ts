import { implement } from '@orpc/server'
import { AppError, isAppError } from '#contracts/errors'
import type { InferenceClient } from '#contracts/inference'
import type { LoadedModel, ModelState } from '#contracts/models'
import { type ScoringState, scoringContract } from '#contracts/scoring'
import type { Models } from './models.ts'

/** Serves the loaded model to the data thread. */
export function createScoringRouter({ models }: { models: Pick<Models, 'state' | 'getClient'> }) {
  const os = implement(scoringContract)
  const loadIds = new WeakMap<LoadedModel, number>()
  let lastId = 0

  function findLoadId(state: ModelState): number | null {
    if (state.status !== 'ready') return null
    const loadId = loadIds.get(state.model) ?? ++lastId
    loadIds.set(state.model, loadId)
    return loadId
  }

  function assertLoaded(loadId: number): void {
    if (findLoadId(models.state.get()) !== loadId) throw notLoaded()
  }

  async function* watch(signal: AbortSignal | undefined): AsyncGenerator<ScoringState, void, undefined> {
    for await (const state of models.state.watch(signal)) yield { state, loadId: findLoadId(state) }
  }

  async function ask<T>(loadId: number, call: (client: InferenceClient) => Promise<T>): Promise<T> {
    assertLoaded(loadId)
    const client = await models.getClient().catch((error: unknown) => {
      // Its process ended before it was asked: no text is to blame.
      if (isAppError(error, 'inference.restarting') || isAppError(error, 'connection.lost')) throw notLoaded(error)
      throw error
    })
    assertLoaded(loadId)
    const answer = await call(client)
    // Another model may have taken its place before the call arrived.
    assertLoaded(loadId)
    return answer
  }

  return os.router({
    state: os.state.handler(() => {
      const state = models.state.get()
      return { state, loadId: findLoadId(state) }
    }),
    watch: os.watch.handler(({ signal }) => watch(signal)),
    score: os.score.handler(({ input: { loadId, ...request }, signal }) =>
      ask(loadId, (client) => client.score(request, signal && { signal })),
    ),
    scoreTokens: os.scoreTokens.handler(({ input: { loadId, ...request }, signal }) =>
      ask(loadId, (client) => client.scoreTokens(request, signal && { signal })),
    ),
    weighChoices: os.weighChoices.handler(({ input: { loadId, ...request }, signal }) =>
      ask(loadId, (client) => client.weighChoices(request, signal && { signal })),
    ),
  })
}

function notLoaded(cause?: unknown): AppError<'model.not-loaded'> {
  return new AppError('model.not-loaded', 'The model was unloaded or replaced. Load it again under Models.', {}, { cause })
}

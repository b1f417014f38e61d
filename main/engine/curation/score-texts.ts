import { isAppError } from '#contracts/errors'
import type { ScoreReach, TextScore } from '#contracts/inference'
import type { LoadedModel } from '#contracts/models'
import { fingerprintModel, notLoaded, type ScoringModels, waitForReadyModel } from './score-model.ts'
import type { Scorer } from './score-signals.ts'

/** Scores texts with one model and no other, for as long as that takes. */
export interface TextScorer {
  /**
   * Waits for the model while it is being brought back. A text that ends the inference process twice is answered with `failed`.
   * Fails with `model.not-loaded` when the model was unloaded or replaced, and with the signal's reason when it aborts.
   */
  score(texts: readonly string[], reach: ScoreReach): Promise<TextScore[]>
}

/** No vocabulary spends fewer tokens on a text than one for this many characters. */
const MAX_CHARACTERS_PER_TOKEN = 64

export function createTextScorer(options: {
  models: ScoringModels
  /** The model that is meant; another one is refused. */
  scorer: Pick<Scorer, 'name' | 'fingerprint'>
  signal: AbortSignal
}): TextScorer {
  const { models, scorer, signal } = options
  let lost: LoadedModel | null = null
  let checked: LoadedModel | null = null

  const getModel = async (): Promise<LoadedModel> => {
    const model = await waitForReadyModel(models.state, lost, signal)
    if (model !== checked && (await fingerprintModel(model.file)) !== scorer.fingerprint) {
      throw notLoaded(`this job scores with ${scorer.name}, and ${model.name} is loaded now`)
    }
    checked = model
    return model
  }
  const isReady = (model: LoadedModel) => {
    const now = models.state.get()
    return now.status === 'ready' && now.model === model
  }

  /** Null when the process ended while it scored. */
  const tryScore = async (texts: string[], reach: ScoreReach): Promise<TextScore[] | null> => {
    for (;;) {
      const model = await getModel()
      const client = await findClient()
      if (!client) lost = model
      if (!client || !isReady(model)) continue
      try {
        const scores = await client.score({ texts, ...reach }, { signal })
        // Another model may have taken its place before the call arrived.
        if (isReady(model)) return scores
      } catch (error) {
        signal.throwIfAborted()
        if (!isGone(error) && !isAppError(error, 'model.not-loaded')) throw error
        lost = model
        if (isGone(error)) return null
      }
    }
  }
  /** Undefined while the process is being started again; the state says when it has a model. */
  const findClient = () =>
    models.getClient().catch((error: unknown) => {
      if (!isGone(error)) throw error
      return undefined
    })

  /** Halves what ended the process until the one text is found that does. */
  const scoreSafely = async (texts: string[], reach: ScoreReach): Promise<TextScore[]> => {
    const scores = await tryScore(texts, reach)
    if (scores) return scores
    if (texts.length === 1) return (await tryScore(texts, reach)) ?? [{ status: 'failed', reason: endedTwice }]
    const middle = texts.length >> 1
    return [...(await scoreSafely(texts.slice(0, middle), reach)), ...(await scoreSafely(texts.slice(middle), reach))]
  }

  return {
    score(texts, reach) {
      const longest = reach.maxTokens * MAX_CHARACTERS_PER_TOKEN
      return scoreSafely(
        texts.map((text) => text.slice(0, longest)),
        reach,
      )
    },
  }
}

/** Whether the process ended that was to answer. */
function isGone(error: unknown): boolean {
  return isAppError(error, 'inference.restarting') || isAppError(error, 'connection.lost')
}

const endedTwice = 'The process that runs the model ended twice while it scored this document.'

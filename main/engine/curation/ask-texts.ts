import { isAppError } from '#contracts/errors'
import type { LoadedModel } from '#contracts/models'
import { fingerprintModel, notLoaded, type ScoringModels, waitForReadyModel } from './score-model.ts'

/** The model as texts are asked about. */
export type TextClient = Awaited<ReturnType<ScoringModels['getClient']>>

/** A text that the model gave no answer for; `reason` is a sentence. */
export interface FailedText {
  readonly status: 'failed'
  readonly reason: string
}

/** What is asked: an answer for each text, in their order. */
export type AskTexts<Answer> = (client: TextClient, texts: string[], options: { signal: AbortSignal }) => Promise<Answer[]>

/** Asks one model and no other about texts, for as long as that takes. */
export interface TextAsker {
  /**
   * Waits for the model while it is being brought back. A text that ends the inference process twice is answered with `failed`. Of each text
   * no more is sent than the first `maxTokens` tokens can be made of. Fails with `model.not-loaded` when the model was unloaded or replaced,
   * with the signal's reason when it aborts, and as the call does.
   */
  ask<Answer>(texts: readonly string[], maxTokens: number, call: AskTexts<Answer>): Promise<(Answer | FailedText)[]>
}

/** No vocabulary spends fewer tokens on a text than one for this many characters. */
const MAX_CHARACTERS_PER_TOKEN = 64

export interface TextAskerOptions {
  readonly models: ScoringModels
  /** The model that is meant; another one is refused. */
  readonly scorer: { readonly name: string; readonly fingerprint: string }
  readonly signal: AbortSignal
}

export function createTextAsker({ models, scorer, signal }: TextAskerOptions): TextAsker {
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

  /** Null when the process ended while it was asked. */
  const tryAsk = async <Answer>(texts: string[], call: AskTexts<Answer>): Promise<Answer[] | null> => {
    for (;;) {
      const model = await getModel()
      const client = await findClient()
      if (!client) lost = model
      if (!client || !isReady(model)) continue
      try {
        const answers = await call(client, texts, { signal })
        // Another model may have taken its place before the call arrived.
        if (isReady(model)) return answers
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
  const askSafely = async <Answer>(texts: string[], call: AskTexts<Answer>): Promise<(Answer | FailedText)[]> => {
    const answers = await tryAsk(texts, call)
    if (answers) return answers
    if (texts.length === 1) return (await tryAsk(texts, call)) ?? [{ status: 'failed', reason: endedTwice }]
    const middle = texts.length >> 1
    return [...(await askSafely(texts.slice(0, middle), call)), ...(await askSafely(texts.slice(middle), call))]
  }

  return {
    ask(texts, maxTokens, call) {
      const longest = maxTokens * MAX_CHARACTERS_PER_TOKEN
      return askSafely(
        texts.map((text) => text.slice(0, longest)),
        call,
      )
    },
  }
}

/** Whether the process ended that was to answer. */
function isGone(error: unknown): boolean {
  return isAppError(error, 'inference.restarting') || isAppError(error, 'connection.lost')
}

const endedTwice = 'The process that runs the model ended twice while it read this document.'

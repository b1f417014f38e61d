import {
  type ControlledEvaluateInputItem,
  InsufficientMemoryError,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp'
import { AppError } from '#contracts/errors'
import type { TextScore } from '#contracts/inference'
import type { LoadedModel } from '#contracts/models'
import type { OpenModel } from './open-model.ts'

export interface ScoreTurn {
  readonly signal: AbortSignal
  /** Resolves when nobody waits for a completion. */
  waitForTurn(): Promise<void>
}

/**
 * Scores texts in a context of its own, made at first use, so that the completion's KV cache stays what it was.
 *
 * One text after the other: 2, 4 and 8 sequences in one batch were no faster on two cores (codeshell-tiny, 512 tokens a text: 3.0 to
 * 3.8 thousand tokens a second with one sequence, 2.7 to 4.1 with four) and take that many times the memory.
 */
export interface Scorer extends AsyncDisposable {
  /** @throws {AppError} `model.not-loaded` when the model was taken away meanwhile */
  score(texts: readonly string[], maxTokens: number, turn: ScoreTurn): Promise<TextScore[]>
}

/** Tokens between two looks at whether a completion waits. */
const STEP_TOKENS = 128
const MIN_CONTEXT = 512
/** No token in use is longer, so a text cut there loses none of the tokens that are read. */
const MAX_TOKEN_CHARACTERS = 256

export function openScorer({ model, vocabulary, info }: OpenModel): Scorer {
  let open: { size: number; context: LlamaContext; sequence: LlamaContextSequence } | null = null
  let last: Promise<unknown> = Promise.resolve()
  // The first token is scored only if the model was trained to see a begin token before it.
  const begin = model.tokens.shouldPrependBosToken && model.tokens.bos !== null ? [model.tokens.bos] : []

  const dispose = async () => {
    await open?.sequence.dispose()
    await open?.context.dispose()
    open = null
  }
  const getSequence = async (tokens: number): Promise<LlamaContextSequence> => {
    if (open && open.size >= tokens) return open.sequence
    await dispose()
    const size = Math.max(MIN_CONTEXT, tokens)
    const context = await createScoreContext(model, info, size)
    open = { size, context, sequence: context.getSequence() }
    return open.sequence
  }
  const scoreOne = async (
    sequence: LlamaContextSequence,
    text: string,
    maxTokens: number,
    turn: ScoreTurn,
  ): Promise<TextScore> => {
    const tokens = [
      ...begin,
      ...vocabulary.tokenize(text.slice(0, maxTokens * MAX_TOKEN_CHARACTERS).toWellFormed()).slice(0, maxTokens),
    ]
    if (tokens.length < 2) {
      const reason = text === '' ? 'The text is empty.' : 'The text is a single token, so there is nothing to predict.'
      return { status: 'failed', reason }
    }
    await sequence.clearHistory()
    const logProbability = await sumLogProbabilities(sequence, tokens, turn)
    const scored = tokens.slice(1)
    const scoredBytes = scored.reduce((bytes, token) => bytes + vocabulary.pieceOf(token).length, 0)
    return { status: 'scored', scoredTokens: scored.length, scoredBytes, logProbability }
  }
  const scoreAll = async (texts: readonly string[], maxTokens: number, turn: ScoreTurn): Promise<TextScore[]> => {
    // The last cell of a context stays free, and the last token is never evaluated.
    const tokenLimit = Math.min(maxTokens, model.trainContextSize - begin.length)
    const sequence = await getSequence(tokenLimit + begin.length + 1)
    const scores: TextScore[] = []
    for (const text of texts) scores.push(await scoreOne(sequence, text, tokenLimit, turn))
    return scores
  }
  return {
    score(texts, maxTokens, turn) {
      const scores = last.then(() => scoreAll(texts, maxTokens, turn))
      last = scores.catch(() => {})
      return scores
    },
    [Symbol.asyncDispose]: async () => {
      await last
      await dispose()
    },
  }
}

async function createScoreContext(model: LlamaModel, { file, threads }: LoadedModel, contextSize: number): Promise<LlamaContext> {
  try {
    model.llama.maxThreads = 0
    return await model.createContext({ contextSize, threads: threads.reading })
  } catch (error) {
    if (!(error instanceof InsufficientMemoryError)) throw error
    const estimate = { contextSize, modelGpuLayers: model.gpuLayers }
    const { cpuRam, gpuVram } = await model.fileInsights.estimateContextResourceRequirementsV2(estimate)
    const { free } = await (gpuVram > 0 ? model.llama.getVramState() : model.llama.getRamState())
    const message =
      'There is not enough free memory to score texts beside the loaded model. Close other programs or load a smaller model.'
    throw new AppError(
      'model.out-of-memory',
      message,
      { file, requiredBytes: cpuRam + gpuVram, availableBytes: free },
      { cause: error },
    )
  }
}

/** Sum of ln p of all tokens but the first, each given those before it. */
async function sumLogProbabilities(sequence: LlamaContextSequence, tokens: Token[], turn: ScoreTurn): Promise<number> {
  let sum = 0
  for (let start = 0; start < tokens.length - 1; start += STEP_TOKENS) {
    await turn.waitForTurn()
    if (turn.signal.aborted) throw new AppError('model.not-loaded', 'The model was unloaded while texts were scored.', {})
    const step = tokens.slice(start, Math.min(start + STEP_TOKENS, tokens.length - 1))
    const input = step.map((token, index) => withLogits(token, tokens[start + index + 1] as Token))
    sequence.model.llama.maxThreads = sequence.context.idealThreads
    const results = await sequence.controlledEvaluate(input, { evaluationPriority: 1 })
    for (let index = 0; index < step.length; index++) {
      const next = tokens[start + index + 1] as Token
      const { logits, totalLogitWeight } = results[index]?.next ?? {}
      const logit = logits?.get(next)
      if (!logits || logit === undefined || totalLogitWeight === undefined) throw new Error(`No logit for token ${next}.`)
      sum += logit - Math.max(...logits.values()) - Math.log(totalLogitWeight)
    }
  }
  return sum
}

/**
 * Asks for the logit of the token that really follows, for that of the most likely one, and for the sum of exp(logit - highest
 * logit) over the vocabulary: the exact probability without the whole distribution. The most likely token is the one that
 * greedy sampling selects; asking for `includeTop` instead would sort the vocabulary for every token.
 */
function withLogits(token: Token, next: Token): ControlledEvaluateInputItem {
  const filter = { tokens: [next], includeSelected: true }
  return [token, { generateNext: { logits: { filter }, totalLogitWeight: true, options: { temperature: 0 } } }]
}

import { InsufficientMemoryError, type LlamaContext, type LlamaContextSequence, type LlamaModel } from 'node-llama-cpp'
import { AppError } from '#contracts/errors'
import type { ChoiceQuestion, ScoredTokens, ScoreReach, TextScore, WeighedChoices } from '#contracts/inference'
import type { LoadedModel } from '#contracts/models'
import { type ChoicePrompt, cannotAnswer, createChoicePrompt } from './choice-prompt.ts'
import type { OpenModel } from './open-model.ts'
import type { ScoreTurn } from './read-steps.ts'
import { scoreWindows } from './score-windows.ts'
import { weighChoices } from './weigh-choices.ts'

/**
 * Scores texts in contexts of its own, made at first use, so that the completion's KV cache stays what it was.
 *
 * On the CPU one text after the other: 2, 4 and 8 sequences in one batch were no faster on two cores (codeshell-tiny, 512 tokens a text: 3.0
 * to 3.8 thousand tokens a second with one sequence, 2.7 to 4.1 with four) and take that many times the memory. On a GPU the probabilities
 * are worked out on the CPU, so while one text's are, another is read.
 */
export interface Scorer extends AsyncDisposable {
  /** @throws {AppError} `model.not-loaded` when the model was taken away meanwhile */
  score(texts: readonly string[], reach: ScoreReach, turn: ScoreTurn): Promise<TextScore[]>
  /** One text token by token. Fails as `score` does. */
  scoreTokens(text: string, reach: ScoreReach, turn: ScoreTurn): Promise<ScoredTokens>
  /** Asks one question about each text. Fails as `score` does, and with `model.cannot-answer`. */
  weighChoices(texts: readonly string[], question: ChoiceQuestion, turn: ScoreTurn): Promise<WeighedChoices[]>
}

const MIN_CONTEXT = 512
const GPU_LANES = 4
/** No token in use is longer, so a text cut there loses none of the tokens that are read. */
const MAX_TOKEN_CHARACTERS = 256

/** A context in which one text after the other is read. */
interface Lane {
  readonly context: LlamaContext
  readonly sequence: LlamaContextSequence
}

/** @param options.lanes texts that are read at the same time */
export function openScorer({ model, vocabulary, info }: OpenModel, options: { lanes?: number } = {}): Scorer {
  const laneCount = options.lanes ?? (model.gpuLayers > 0 ? GPU_LANES : 1)
  let open: { size: number; lanes: Lane[] } = { size: 0, lanes: [] }
  let last: Promise<unknown> = Promise.resolve()
  // The first token is scored only if the model was trained to see a begin token before it.
  const begin = model.tokens.shouldPrependBosToken && model.tokens.bos !== null ? [model.tokens.bos] : []

  const dispose = async () => {
    const { lanes } = open
    open = { size: 0, lanes: [] }
    for (const { sequence, context } of lanes) {
      await sequence.dispose()
      await context.dispose()
    }
  }
  const openLanes = async (windowTokens: number, count: number): Promise<Lane[]> => {
    // The last cell of a context stays free, and the last token is never evaluated.
    const tokens = windowTokens + begin.length + 1
    if (open.size < tokens) await dispose()
    open.size = Math.max(open.size, MIN_CONTEXT, tokens)
    while (open.lanes.length < count) {
      const context = await createScoreContext(model, info, open.size)
      open.lanes.push({ context, sequence: context.getSequence() })
    }
    return open.lanes.slice(0, count)
  }
  const readTokens = (text: string, maxTokens: number) =>
    vocabulary.tokenize(text.slice(0, maxTokens * MAX_TOKEN_CHARACTERS).toWellFormed()).slice(0, maxTokens)
  /** As far as the model can see; without a token before its first one a window has to begin with one that was scored before. */
  const limit = ({ maxTokens, windowTokens, strideTokens }: ScoreReach): ScoreReach => {
    const window = Math.min(windowTokens, maxTokens, model.trainContextSize - begin.length)
    return { maxTokens, windowTokens: window, strideTokens: Math.max(1, Math.min(strideTokens, window - 1 + begin.length)) }
  }

  const scoreOne = async ({ sequence }: Lane, text: string, reach: ScoreReach, turn: ScoreTurn): Promise<TextScore> => {
    const tokens = readTokens(text, reach.maxTokens)
    if (tokens.length + begin.length < 2) {
      const reason = text === '' ? 'The text is empty.' : 'The text is a single token, so there is nothing to predict.'
      return { status: 'failed', reason }
    }
    const values = await scoreWindows(sequence, { tokens, begin, reach }, turn)
    const first = begin.length > 0 ? 0 : 1
    const bytes = tokens.slice(first).reduce((sum, token) => sum + vocabulary.pieceOf(token).length, 0)
    const logProbability = values.subarray(first).reduce((sum, value) => sum + value, 0)
    return { status: 'scored', scoredTokens: tokens.length - first, scoredBytes: bytes, logProbability }
  }
  /** Works on all texts, several at the same time where that is faster; the answers are in the order of the texts. */
  const readAll = async <T>(
    texts: readonly string[],
    windowTokens: number,
    readOne: (lane: Lane, text: string) => Promise<T>,
  ): Promise<T[]> => {
    const lanes = await openLanes(windowTokens, Math.min(laneCount, texts.length))
    const answers: T[] = []
    const rest = texts.entries()
    const results = await Promise.allSettled(
      lanes.map(async (lane) => {
        for (const [index, text] of rest) answers[index] = await readOne(lane, text)
      }),
    )
    // Only when no lane reads any more may its context go.
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
    return answers
  }
  let asked: { question: string; prompt: ChoicePrompt } | null = null
  const getPrompt = (question: ChoiceQuestion): ChoicePrompt => {
    const key = JSON.stringify(question)
    if (asked?.question !== key) asked = { question: key, prompt: createChoicePrompt(model, info, question) }
    return asked.prompt
  }
  const weighAll = async (texts: readonly string[], question: ChoiceQuestion, turn: ScoreTurn): Promise<WeighedChoices[]> => {
    const prompt = getPrompt(question)
    const frameTokens = prompt.head.length + prompt.tail.length
    const maxTokens = Math.min(question.maxTokens, model.trainContextSize - frameTokens)
    if (maxTokens < 1) {
      throw cannotAnswer(info, `it sees ${model.trainContextSize} tokens, and the question alone takes ${frameTokens}`)
    }
    return readAll(texts, frameTokens + maxTokens, async ({ sequence }, text) => {
      // One more than is read tells whether there is more.
      const tokens = readTokens(text, maxTokens + 1)
      if (tokens.length === 0) return { status: 'failed', reason: 'The text is empty.' }
      const read = tokens.slice(0, maxTokens)
      const probabilities = await weighChoices(sequence, prompt, read, turn)
      return { status: 'weighed', probabilities, readTokens: read.length, isCut: tokens.length > read.length }
    })
  }
  const follow = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }
  return {
    score: (texts, given, turn) =>
      follow(() => {
        const reach = limit(given)
        return readAll(texts, reach.windowTokens, (lane, text) => scoreOne(lane, text, reach, turn))
      }),
    weighChoices: (texts, question, turn) => follow(() => weighAll(texts, question, turn)),
    scoreTokens: (text, given, turn) =>
      follow(async () => {
        const reach = limit(given)
        const [lane] = await openLanes(reach.windowTokens, 1)
        const tokens = readTokens(text, reach.maxTokens)
        const sizes = Uint32Array.from(tokens, (token) => vocabulary.pieceOf(token).length)
        const logProbabilities = await scoreWindows((lane as Lane).sequence, { tokens, begin, reach }, turn)
        return { logProbabilities: Float32Array.from(logProbabilities), sizes }
      }),
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

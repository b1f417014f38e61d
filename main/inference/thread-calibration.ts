import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp'
import type { LoadedModel } from '#contracts/models'

/** With how many threads to compute. */
export interface ThreadCounts {
  /** While a prompt or a text is read, many tokens at once. */
  readonly reading: number
  /** While text is written, token by token. */
  readonly generating: number
}

export interface Calibration {
  readonly threads: ThreadCounts
  readonly calibration: LoadedModel['calibration']
}

const MEASURED_TOKENS = 24
const MAX_MEASURE_MS = 60
const MAX_READING_MS = 200
/** How much stands before the measured tokens: with more before it a token costs more, and more threads pay sooner. */
const DEPTH_TOKENS = 768
/** Tokens read at once to measure reading: as many as a small step of a prompt, or few where each takes long. */
const READ_TOKENS = 64
const READ_TOKENS_SLOW = 16
const SLOW_MS_PER_TOKEN = 20
/** With the layers on a GPU the CPU only hands out work; more threads would spin for nothing. */
const GPU_THREADS = 4
/** More threads than this much slower than the best are not going to become faster again. */
const HOPELESS_RATIO = 2

/**
 * Measures with how many threads the model reads and generates fastest.
 *
 * It cannot be worked out: where cores are shared or are two threads of one core, llama.cpp's threads wait for each other by
 * spinning, and two can be more than ten times slower than one. Reading is long work in few pieces and gains from more threads where
 * generating, which is short work in many pieces, loses.
 */
export async function calibrateThreads(model: LlamaModel, cores: number): Promise<Calibration> {
  const onGpu = model.llama.gpu !== false && model.gpuLayers >= model.fileInsights.totalLayers
  const counts = onGpu ? [Math.min(GPU_THREADS, cores)] : listThreadCounts(cores)
  const calibration: Calibration['calibration'] = []
  const lowest = (key: 'msPerToken' | 'readMsPerToken') => Math.min(...calibration.map((point) => point[key]))
  let depth = DEPTH_TOKENS
  for (const threads of counts) {
    const { reached, ...measured } = await measure(model, threads, depth)
    // One thread reads least in the time that it has; the others generate behind as much as it did.
    depth = Math.min(depth, reached)
    calibration.push({ threads, ...measured })
    const isHopeless = (key: 'msPerToken' | 'readMsPerToken') => measured[key] > lowest(key) * HOPELESS_RATIO
    if (isHopeless('msPerToken') && isHopeless('readMsPerToken')) break
  }
  const best = (key: 'msPerToken' | 'readMsPerToken') => calibration.find((point) => point[key] === lowest(key))?.threads ?? 1
  return { threads: { reading: best('readMsPerToken'), generating: best('msPerToken') }, calibration }
}

function listThreadCounts(cores: number): number[] {
  const counts: number[] = []
  for (let threads = 1; threads < cores; threads *= 2) counts.push(threads)
  return [...counts, cores]
}

async function measure(
  model: LlamaModel,
  threads: number,
  depth: number,
): Promise<{ msPerToken: number; readMsPerToken: number; reached: number }> {
  await using context = await model.createContext({ contextSize: 1024, batchSize: READ_TOKENS, threads })
  await using sequence = context.getSequence()
  const token: Token = model.tokens.bos ?? model.tokenize('\n')[0] ?? (0 as Token)
  const [first = Number.POSITIVE_INFINITY] = await measureGenerating(sequence, token, 1)
  const text = Array<Token>(first > SLOW_MS_PER_TOKEN ? READ_TOKENS_SLOW : READ_TOKENS).fill(token)
  const readMsPerToken = (await measureReading(sequence, text, depth)) / text.length
  const reached = sequence.nextTokenIndex
  // The mean: where two threads of one token start on the same core, one token in ten waits as long as five take.
  const times = await measureGenerating(sequence, token, MEASURED_TOKENS)
  return { msPerToken: times.reduce((sum, time) => sum + time, 0) / times.length, readMsPerToken, reached }
}

/** Milliseconds for each of up to `count` tokens. The one before them warms up caches and threads and is not counted. */
async function measureGenerating(sequence: LlamaContextSequence, begin: Token, count: number): Promise<number[]> {
  const times: number[] = []
  const startedAt = performance.now()
  let token = begin
  let last = startedAt
  for (let index = 0; index <= count; index++) {
    const [result] = await sequence.controlledEvaluate([[token, { generateNext: { token: true } }]])
    const now = performance.now()
    if (index > 0) times.push(now - last)
    last = now
    token = result?.next.token ?? token
    if (times.length > 0 && now - startedAt > MAX_MEASURE_MS) break
  }
  return times
}

/**
 * The fastest of a few readings: at the start of the program, when a model loads, other work comes between. The last of them stay,
 * up to `depth`, for what is measured behind them.
 */
async function measureReading(sequence: LlamaContextSequence, text: Token[], depth: number): Promise<number> {
  await sequence.clearHistory()
  let fastest = Number.POSITIVE_INFINITY
  const startedAt = performance.now()
  do {
    const readAt = performance.now()
    await sequence.evaluateWithoutGeneratingNewTokens(text)
    fastest = Math.min(fastest, performance.now() - readAt)
  } while (sequence.nextTokenIndex < depth && performance.now() - startedAt < MAX_READING_MS)
  return fastest
}

import type { LlamaModel, Token } from 'node-llama-cpp'

export interface Calibration {
  readonly threads: number
  readonly calibration: { threads: number; msPerToken: number }[]
}

const MEASURED_TOKENS = 6
const MAX_MEASURE_MS = 60
/** With the layers on a GPU the CPU only hands out work; more threads would spin for nothing. */
const GPU_THREADS = 4
/** More threads than this much slower than the best are not going to become faster again. */
const HOPELESS_RATIO = 2

/**
 * Measures with how many threads the model generates fastest.
 *
 * It cannot be worked out: where cores are shared or are two threads of one core, llama.cpp's threads wait for each other by
 * spinning, and two can be more than ten times slower than one.
 */
export async function calibrateThreads(model: LlamaModel, cores: number): Promise<Calibration> {
  const onGpu = model.llama.gpu !== false && model.gpuLayers >= model.fileInsights.totalLayers
  const counts = onGpu ? [Math.min(GPU_THREADS, cores)] : listThreadCounts(cores)
  const calibration: Calibration['calibration'] = []
  let best = { threads: 1, msPerToken: Number.POSITIVE_INFINITY }
  for (const threads of counts) {
    const measured = { threads, msPerToken: await measure(model, threads) }
    calibration.push(measured)
    if (measured.msPerToken < best.msPerToken) best = measured
    if (measured.msPerToken > best.msPerToken * HOPELESS_RATIO) break
  }
  return { threads: best.threads, calibration }
}

function listThreadCounts(cores: number): number[] {
  const counts: number[] = []
  for (let threads = 1; threads < cores; threads *= 2) counts.push(threads)
  return [...counts, cores]
}

async function measure(model: LlamaModel, threads: number): Promise<number> {
  await using context = await model.createContext({ contextSize: 256, batchSize: 32, threads })
  await using sequence = context.getSequence()
  const times: number[] = []
  const startedAt = performance.now()
  let token: Token = model.tokens.bos ?? model.tokenize('\n')[0] ?? (0 as Token)
  let last = startedAt
  // The first token warms up caches and threads and is not counted.
  for (let index = 0; index <= MEASURED_TOKENS; index++) {
    const [result] = await sequence.controlledEvaluate([[token, { generateNext: { token: true } }]])
    const now = performance.now()
    if (index > 0) times.push(now - last)
    last = now
    token = result?.next.token ?? token
    if (times.length > 0 && now - startedAt > MAX_MEASURE_MS) break
  }
  return Math.min(...times)
}

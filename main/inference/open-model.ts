import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { InsufficientMemoryError, type Llama, type LlamaContext, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp'
import { AppError } from '#contracts/errors'
import { formatBytes } from '#contracts/format-quantity'
import type { LoadedModel, LoadStage, ModelFit } from '#contracts/models'
import { hasChatTemplate } from './choice-prompt.ts'
import type { Infill } from './infill.ts'
import type { InfillTokens } from './infill-prompt.ts'
import { getModelFit } from './model-fit.ts'
import { choosePromptWindow } from './prompt-window.ts'
import { openTextPath } from './text-path.ts'
import { calibrateThreads } from './thread-calibration.ts'
import { createVocabulary, type Vocabulary } from './vocabulary.ts'
import { warmUp } from './warm-up.ts'

/** A model in memory with what is needed to use it. Dispose of it only while none of its parts is in use. */
export interface OpenModel extends AsyncDisposable {
  readonly info: LoadedModel
  readonly model: LlamaModel
  readonly context: LlamaContext
  readonly vocabulary: Vocabulary
  /** Null when the model has no tokens for fill-in-the-middle. */
  readonly infill: Infill | null
}

/** Smaller steps would not be seen. */
const PROGRESS_STEP = 0.02
/** Share of the progress bar that belongs to reading the weights; the rest is measuring threads, and warming up a GPU. */
const READING_SHARE = 0.9
const MEASURED_SHARE = 0.95
/** How long to wait for llama.cpp's own words on a load that failed. */
const COMPLAINT_MS = 500

/** `progress` is that of the whole load, 0 to 1. */
export type ReportProgress = (stage: LoadStage, progress: number) => void

/**
 * Loads a model with automatic placement. Everything that can be refused is refused before llama.cpp allocates, because what it
 * cannot do it may answer by ending the process.
 *
 * @throws {AppError} `model.not-found`, `model.invalid-file`, `model.unsupported-architecture`, `model.out-of-memory`, `model.load-failed`,
 * `model.load-cancelled`
 */
export async function openModel(
  llama: Llama,
  file: string,
  { report, signal }: { report: ReportProgress; signal: AbortSignal },
): Promise<OpenModel> {
  const startedAt = performance.now()
  let lastProgress = 0
  const step = (stage: LoadStage, progress: number) => {
    if (signal.aborted) throw cancelled(file)
    report(stage, progress)
  }
  step('opening', 0)
  const fit = await getModelFit(llama, file)
  if (!fit.fits) throw outOfMemory(file, fit)
  const complaints = collectComplaints(llama)
  // A limit would cut what a context may ever use; readers and writers set theirs for each turn.
  llama.maxThreads = 0
  await using stack = new AsyncDisposableStack()
  try {
    await using opened = await openTextPath(file)
    const model = stack.use(
      await llama.loadModel({
        modelPath: opened.path,
        gpuLayers: llama.gpu ? { fitContext: { contextSize: fit.contextSize } } : 'auto',
        onLoadProgress(progress) {
          if (progress - lastProgress < PROGRESS_STEP) return
          lastProgress = progress
          report('reading', progress * READING_SHARE)
        },
        loadSignal: signal,
      }),
    )
    step('measuring', READING_SHARE)
    const { threads, calibration } = await calibrateThreads(model, llama.cpuMathCores)
    const context = stack.use(
      await model.createContext({
        contextSize: { max: fit.contextSize },
        threads: Math.max(threads.reading, threads.generating),
      }),
    )
    const readMsPerToken = Math.min(...calibration.map((point) => point.readMsPerToken))
    const promptWindow = choosePromptWindow({ readMsPerToken, contextSize: context.contextSize })
    const vocabulary = createVocabulary(model)
    const tokens = findInfillTokens(model)
    const sequence = stack.use(context.getSequence())
    if (model.gpuLayers > 0) {
      step('warming-up', MEASURED_SHARE)
      await warmUp(model, sequence)
    }
    step('measuring', 1)
    const resources = stack.move()
    return {
      info: {
        file,
        name: model.fileInfo.metadata.general?.name ?? path.basename(file, '.gguf'),
        architecture: model.architecture,
        device: model.gpuLayers > 0 ? fit.device : 'CPU',
        gpuLayers: model.gpuLayers,
        totalLayers: fit.totalLayers,
        contextSize: context.contextSize,
        promptWindow,
        memoryBytes: sum(model.memoryUsage) + sum(context.memoryUsage),
        threads,
        calibration,
        infill: tokens !== null,
        chatTemplate: hasChatTemplate(model),
        loadMs: performance.now() - startedAt,
      },
      model,
      context,
      vocabulary,
      infill: tokens && { model, sequence, vocabulary, tokens, threads, promptWindow, promptSpeed: 1 / readMsPerToken },
      [Symbol.asyncDispose]: () => resources.disposeAsync(),
    }
  } catch (error) {
    if (signal.aborted) throw cancelled(file)
    if (error instanceof InsufficientMemoryError) throw outOfMemory(file, fit, error)
    const reason = (await complaints.getFirst()) ?? (error instanceof Error ? error.message : String(error))
    const message = `${path.basename(file)} could not be loaded: ${reason}. The file may be damaged, or made for another version of llama.cpp.`
    throw new AppError('model.load-failed', message, { file, reason }, { cause: error })
  } finally {
    complaints.stop()
  }
}

/** What llama.cpp writes to its log while it loads: the library's own error only says that the load failed. */
function collectComplaints(llama: Llama) {
  const { logger } = llama
  let first: string | null = null
  llama.logger = (level, message) => {
    if (level !== LlamaLogLevel.error && level !== LlamaLogLevel.fatal) return
    const words = message.replace(/^\w+: (?:error loading model: )?/, '').trim()
    // It ends every failed load with this, which gives no reason, and that of the load before may come as late as now.
    if (words !== 'failed to load model') first ??= words
  }
  return {
    /** Log lines cross from another thread and come a moment after the failure, if any come. */
    async getFirst(): Promise<string | null> {
      const giveUpAt = performance.now() + COMPLAINT_MS
      while (first === null && performance.now() < giveUpAt) await delay(5)
      return first
    },
    stop() {
      llama.logger = logger
    },
  }
}

function findInfillTokens(model: LlamaModel): InfillTokens | null {
  const { prefix, suffix, middle } = model.tokens.infill
  if (prefix === null || suffix === null || middle === null) return null
  return { prefix, suffix, middle, begin: model.tokens.shouldPrependBosToken ? model.tokens.bos : null }
}

function cancelled(file: string): AppError<'model.load-cancelled'> {
  return new AppError('model.load-cancelled', `${path.basename(file)} is no longer being loaded: something else was asked for.`, {
    file,
  })
}

function outOfMemory(file: string, fit: ModelFit, cause?: unknown): AppError<'model.out-of-memory'> {
  const { requiredBytes, availableBytes } = fit
  const message = `${path.basename(file)} needs ${formatBytes(requiredBytes)} of memory and ${formatBytes(availableBytes)} are free. Close other programs or choose a smaller model.`
  return new AppError('model.out-of-memory', message, { file, requiredBytes, availableBytes }, { cause })
}

function sum({ ram, vram }: { ram: number; vram: number }): number {
  return ram + vram
}

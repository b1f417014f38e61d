import { createHash } from 'node:crypto'
import { AppError } from '#contracts/errors'
import type { InferenceClient } from '#contracts/inference'
import type { LoadedModel, ModelState } from '#contracts/models'
import { toFileError } from '../platform/file-error.ts'
import { openRegularFile } from '../platform/regular-file.ts'

/** The loaded model, as far as scoring needs it. */
export interface ScoringModels {
  /** As it was heard of last, which may be a moment ago. A load of a model is one object, however often the state is told. */
  readonly state: { get(): ModelState; watch(signal?: AbortSignal): AsyncGenerator<ModelState, void, undefined> }
  /** As it is now. */
  fetchState(): Promise<ModelState>
  getClient(): Promise<Pick<InferenceClient, 'score' | 'scoreTokens' | 'weighChoices'>>
}

const SAMPLE_BYTES = 1 << 20

/**
 * Tells model files apart: a hash of the size, the first and the last mebibyte. The header with the vocabulary lies at the start
 * and the weights reach to the end, so this differs between any two models that somebody trained, and takes no minute for 50 GB.
 */
export async function fingerprintModel(file: string): Promise<string> {
  try {
    const { handle: opened, stats } = await openRegularFile(file)
    await using handle = opened
    const { size } = stats
    const hash = createHash('sha256').update(`${size}\n`)
    for (const position of [0, Math.max(0, size - SAMPLE_BYTES)]) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, position)
      hash.update(buffer.subarray(0, bytesRead))
    }
    return hash.digest('hex')
  } catch (error) {
    throw toFileError(error, file, 'Reading the model file')
  }
}

/**
 * Waits while a model is being loaded or brought back, and gives the one that is then ready. `lost` is a model that the state may
 * still show although its process has ended. Fails with `model.not-loaded` when there is none, and when the signal aborts.
 */
export async function waitForReadyModel(
  state: ScoringModels['state'],
  lost: LoadedModel | null,
  signal: AbortSignal,
): Promise<LoadedModel> {
  for await (const now of state.watch(signal)) {
    if (now.status === 'ready' && now.model !== lost) return now.model
    if (now.status === 'none') throw notLoaded('No model is loaded')
    if (now.status === 'failed') throw notLoaded(`${now.name} could not be loaded`)
  }
  signal.throwIfAborted()
  throw notLoaded('The models were closed')
}

export function notLoaded(reason: string): AppError<'model.not-loaded'> {
  return new AppError(
    'model.not-loaded',
    `Documents cannot be scored: ${reason}. Load the model under Models, then try again.`,
    {},
  )
}

/** In words, without a full stop. */
export function whyNotReady(state: ModelState): string {
  if (state.status === 'loading') return `${state.name} is still loading`
  return state.status === 'choosing' ? 'The model to start with is still being looked for' : 'No model is loaded'
}

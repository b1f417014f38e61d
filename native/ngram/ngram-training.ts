import { type DocumentBatch, refuseResizable } from '../base/document-batch.ts'
import { getAddon } from '../base/load-addon.ts'
import { callNgramAddon, type StartedNgramCall, settleNgramCall } from './ngram-error.ts'

/**
 * How a model file is laid out. `probing`: hash tables of exact weights, fast. `trie`: sorted bit-packed arrays of weights rounded
 * to 8 bits, about a third of the size and of the speed.
 */
export type NgramStructure = 'probing' | 'trie'

/**
 * What the n-grams are made of.
 *
 * - `code`: tokens of source code, one sentence a document: identifiers cut at case changes, underscores and digits; numbers and
 *   strings by class; other characters one by one; line ends and changes of the indentation. See `native/ngram/tokens/tokenizer.h`.
 * - `words`: words separated by blanks, tabs, carriage returns and zero bytes, one sentence a line, as KenLM's lmplz parts text: other
 *   control characters and spaces of Unicode belong to words. The text after the last line end is a line if there is any.
 */
export type NgramTokens = 'code' | 'words'

/** Where a training or an import is. `read` has no end that is known, and counts what came in. */
export type NgramProgress =
  | { stage: 'read'; documents: number; bytes: number }
  | { stage: 'count' | 'adjust' | 'estimate' | 'interpolate' | 'write'; fraction: number }

export type TrainNgramModelOptions = {
  documents: Iterable<DocumentBatch> | AsyncIterable<DocumentBatch>
  /** The model appears here only once it is complete. */
  outputFile: string
  /** A folder of its own is made in it, and removed again however the training ends. */
  temporaryFolder: string
  /** Words of the longest n-grams, 1 to 6. Default 5. */
  order?: number
  /**
   * N-grams that occur at most so often are left out: one threshold for each length from 1 on, never descending; the last holds for
   * all longer ones. Words are left out, too, if the first is not 0. Default: nothing is left out.
   */
  prune?: readonly number[]
  /** Default `probing`. */
  structure?: NgramStructure
  /** Default `code`. */
  tokens?: NgramTokens
  /** Interpolates words with the uniform distribution, which gives `<unk>` its share. Default true, as for lmplz. */
  interpolateUnigrams?: boolean
  /** What sorting may take, at least 1 MiB; the rest goes to the temporary folder. The vocabulary must fit. Default 1 GiB. */
  memoryBytes?: number
  /** Writes the model as an ARPA file, too. */
  arpaFile?: string
  onProgress?: (progress: NgramProgress) => void
  signal?: AbortSignal
}

export type NgramTrainingReport = {
  documentCount: number
  /** Words and sentence ends. */
  tokenCount: number
  /** N-grams in the model, from length 1 on. */
  counts: readonly number[]
  /** What is taken off a count of 1, of 2 and of 3 or more, from length 1 on. */
  discounts: readonly (readonly [number, number, number])[]
  /** Lengths whose counts gave no discounts, so that they are 0.5, 1 and 1.5: the text is small or repeats itself. */
  fallbackLengths: readonly number[]
  modelBytes: number
  warnings: readonly string[]
}

const defaultMemoryBytes = 1024 ** 3

/**
 * Trains an n-gram model with interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998, in the streaming form of Heafield
 * et al. 2013): the model that KenLM's lmplz makes of the same words.
 *
 * The next batch is fetched while the last is taken in. Threads: one takes the documents in, all processors sort.
 *
 * @throws NgramModelError, TypeError or RangeError for wrong options; the signal's reason. Neither leaves a file.
 */
export async function trainNgramModel(options: TrainNgramModelOptions): Promise<NgramTrainingReport> {
  const { signal, onProgress } = options
  signal?.throwIfAborted()
  const trainer = callNgramAddon(() => getAddon<TrainingAddon>().createNgramTrainer(toNativeOptions(options)))
  try {
    await takeDocumentsIn(trainer, options)
    const result = await settleNgramCall(trainer.startFinish(), {
      signal,
      onProgress: (stage, fraction) => onProgress?.({ stage: stage as 'count', fraction }),
    })
    onProgress?.({ stage: 'write', fraction: 1 })
    return toReport(result)
  } finally {
    await settleNgramCall(trainer.startEnd())
  }
}

async function takeDocumentsIn(trainer: NativeTrainer, options: TrainNgramModelOptions): Promise<void> {
  const { signal, onProgress } = options
  const iterator = iterate(options.documents)
  let documents = 0
  let bytes = 0
  let isDone = false
  let next = iterator.next()
  try {
    for (;;) {
      const { value: batch, done } = await next
      isDone = done === true
      if (isDone) return
      signal?.throwIfAborted()
      refuseResizable(batch.bytes)
      const added = settleNgramCall(trainer.startAdd(batch.bytes, batch.offsets), { signal })
      next = iterator.next()
      // A source that fails is heard of in the next round.
      next.catch(() => undefined)
      await added
      documents += batch.offsets.length - 1
      bytes += batch.bytes.length
      onProgress?.({ stage: 'read', documents, bytes })
    }
  } finally {
    if (!isDone) await iterator.return?.()
  }
}

function iterate(documents: TrainNgramModelOptions['documents']): AsyncIterator<DocumentBatch> {
  if (Symbol.asyncIterator in documents) return documents[Symbol.asyncIterator]()
  return (async function* () {
    yield* documents
  })()
}

function toNativeOptions(options: TrainNgramModelOptions): NativeOptions {
  return {
    outputFile: options.outputFile,
    temporaryFolder: options.temporaryFolder,
    arpaFile: options.arpaFile,
    order: options.order ?? 5,
    prune: options.prune ?? [],
    structure: options.structure ?? 'probing',
    tokens: options.tokens ?? 'code',
    interpolateUnigrams: options.interpolateUnigrams ?? true,
    memoryBytes: options.memoryBytes ?? defaultMemoryBytes,
  }
}

function toReport(result: NativeResult): NgramTrainingReport {
  const discounts: [number, number, number][] = []
  const fallbackLengths: number[] = []
  for (const [index, isFallback] of result.fallbacks.entries()) {
    const [one = 0, two = 0, three = 0] = result.discounts.subarray(index * 3, index * 3 + 3)
    discounts.push([one, two, three])
    if (isFallback !== 0) fallbackLengths.push(index + 1)
  }
  const warnings: string[] = []
  if (fallbackLengths.length > 0) {
    warnings.push(
      `The text is too small or repeats itself too much for discounts of its own for n-grams of length ${fallbackLengths.join(', ')}; they are 0.5, 1 and 1.5. Removing duplicates may help.`,
    )
  }
  if (result.skippedCount > 0) {
    warnings.push(
      `The words <unk>, <UNK>, <s> and </s> have a meaning of their own: ${result.skippedCount} of them in the text were skipped.`,
    )
  }
  return {
    documentCount: result.documentCount,
    tokenCount: result.tokenCount,
    counts: [...result.counts],
    discounts,
    fallbackLengths,
    modelBytes: result.modelBytes,
    warnings,
  }
}

type NativeOptions = {
  outputFile: string
  temporaryFolder: string
  arpaFile: string | undefined
  order: number
  prune: readonly number[]
  structure: NgramStructure
  tokens: NgramTokens
  interpolateUnigrams: boolean
  memoryBytes: number
}

type NativeResult = {
  documentCount: number
  tokenCount: number
  counts: Float64Array
  /** Three for each length. */
  discounts: Float64Array
  fallbacks: Uint8Array
  skippedCount: number
  modelBytes: number
}

type NativeTrainer = {
  startAdd(bytes: Uint8Array, offsets: DocumentBatch['offsets']): StartedNgramCall<undefined>
  startFinish(): StartedNgramCall<NativeResult>
  startEnd(): StartedNgramCall<undefined>
}

/** What `addon/models.cpp` exports for this module. */
type TrainingAddon = { createNgramTrainer(options: NativeOptions): NativeTrainer }

import { type DocumentBatch, refuseResizable } from '../base/document-batch.ts'
import { getAddon } from '../base/load-addon.ts'
import { callNgramAddon, type StartedNgramCall, settleNgramCall } from './ngram-error.ts'
import type { NgramStructure, NgramTokens } from './ngram-training.ts'

/** The numbers of one row of `NgramModel.score`, in their order. */
export const ngramScoreColumns = ['perplexity', 'bits_per_byte', 'unknown_fraction', 'token_count', 'log10_probability'] as const

export type NgramScoreColumn = (typeof ngramScoreColumns)[number]

/** The tokens of one document in their order, sentence ends included; all arrays have the same length. */
export type NgramTokenScores = {
  /** Base-10 logarithm of the probability of each token after those before it. */
  log10Probabilities: Float32Array
  /** Words of the n-gram that gave the probability; 0 for a word that the model does not know. */
  matchedLengths: Uint8Array
  /** Where the bytes that the token stands for begin. */
  offsets: Float64Array
  /** Their number; 0 for sentence ends and changes of the indentation. */
  sizes: Uint32Array
}

export type NgramModelInfo = {
  order: number
  structure: NgramStructure
  tokens: NgramTokens
  /** N-grams from length 1 on. */
  counts: readonly number[]
  sizeBytes: number
}

/** A model file in memory, read-only and shared with other processes that open it. */
export type NgramModel = {
  readonly info: NgramModelInfo
  /**
   * Scores every document of a batch, `ngramScoreColumns.length` numbers each, row after row: perplexity per token; bits of all
   * tokens per byte of the document (the tokens leave out white space and the content of strings and numbers, so this is no bound on
   * compression); share of tokens that the model does not know; number of tokens, sentence ends included; and the logarithm of the
   * probability. Figures of nothing are 0.
   *
   * @param options.threads default: all processors for a batch that is worth them.
   * @throws NgramModelError once closed, TypeError or RangeError that names the argument, or the signal's reason: an aborted call no
   *   longer reads the bytes when it rejects.
   */
  score(batch: DocumentBatch, options?: { signal?: AbortSignal; threads?: number }): Promise<Float64Array>
  /** Scores one document, token by token. */
  scoreTokens(bytes: Uint8Array, options?: { signal?: AbortSignal }): Promise<NgramTokenScores>
  /** Calls that run go on to their end. */
  close(): void
  [Symbol.dispose](): void
}

/**
 * Opens a model file that `trainNgramModel` or `importArpa` wrote. Reads its header alone.
 *
 * @throws NgramModelError for a file that is missing, foreign, truncated, damaged or of another version.
 */
export function openNgramModel(file: string): NgramModel {
  const native = openNative(file)

  async function score(
    batch: DocumentBatch,
    { signal, threads = 0 }: { signal?: AbortSignal; threads?: number } = {},
  ): Promise<Float64Array> {
    signal?.throwIfAborted()
    refuseResizable(batch.bytes)
    return settleNgramCall(
      callNgramAddon(() => native.startScore(batch.bytes, batch.offsets, threads)),
      { signal },
    )
  }

  async function scoreTokens(bytes: Uint8Array, { signal }: { signal?: AbortSignal } = {}): Promise<NgramTokenScores> {
    signal?.throwIfAborted()
    refuseResizable(bytes)
    const offsets = Float64Array.of(0, bytes.length)
    return settleNgramCall(
      callNgramAddon(() => native.startScoreTokens(bytes, offsets)),
      { signal },
    )
  }

  return { info: native.info, score, scoreTokens, close: native.close, [Symbol.dispose]: native.close }
}

export type ImportArpaOptions = {
  arpaFile: string
  /** The model appears here only once it is complete. */
  outputFile: string
  /** A folder of its own is made in it, and removed again however the import ends. */
  temporaryFolder: string
  /** Default `probing`. */
  structure?: NgramStructure
  /** What the words of the file are. Default `words`. */
  tokens?: NgramTokens
  /** As for `trainNgramModel`. */
  memoryBytes?: number
  onProgress?: (progress: { stage: 'read' | 'write'; fraction: number }) => void
  signal?: AbortSignal
}

export type ArpaImportReport = {
  /** N-grams in the model, from length 1 on: those of the file, and endings of them that it leaves out. */
  counts: readonly number[]
  modelBytes: number
  warnings: readonly string[]
}

/**
 * Makes a model file of an ARPA file of any tool, up to order 6.
 *
 * @throws NgramModelError that names the line; the signal's reason. Neither leaves a file.
 */
export async function importArpa(options: ImportArpaOptions): Promise<ArpaImportReport> {
  const { signal, onProgress } = options
  signal?.throwIfAborted()
  const call = getNgramAddon().startImportArpa({
    arpaFile: options.arpaFile,
    outputFile: options.outputFile,
    temporaryFolder: options.temporaryFolder,
    structure: options.structure ?? 'probing',
    tokens: options.tokens ?? 'words',
    memoryBytes: options.memoryBytes ?? defaultMemoryBytes,
  })
  const report = await settleNgramCall(call, {
    signal,
    onProgress: (stage, fraction) => onProgress?.({ stage: stage as 'read', fraction }),
  })
  return { ...report, counts: [...report.counts] }
}

/**
 * Writes a model of structure `trie` as an ARPA file, with the rounded weights that it has. For exact weights, and for a model of
 * structure `probing`, which keeps no words of its n-grams, let `trainNgramModel` write the ARPA file.
 *
 * @throws NgramModelError; the signal's reason. Neither leaves a file.
 */
export async function exportArpa(options: { modelFile: string; arpaFile: string; signal?: AbortSignal }): Promise<void> {
  const { signal } = options
  signal?.throwIfAborted()
  const native = openNative(options.modelFile)
  try {
    await settleNgramCall(native.startExportArpa(options.arpaFile), { signal })
  } finally {
    native.close()
  }
}

const defaultMemoryBytes = 1024 ** 3

function openNative(file: string): NativeModel {
  return callNgramAddon(() => getNgramAddon().openNgramModel(file))
}

type NativeModel = {
  info: NgramModelInfo
  /** As many threads as there are processors for 0. */
  startScore(bytes: Uint8Array, offsets: DocumentBatch['offsets'], threads: number): StartedNgramCall<Float64Array>
  startScoreTokens(bytes: Uint8Array, offsets: Float64Array): StartedNgramCall<NgramTokenScores>
  startExportArpa(file: string): StartedNgramCall<undefined>
  close(): void
}

/** What `addon/models.cpp` exports for this module. */
type NgramAddon = {
  openNgramModel(file: string): NativeModel
  startImportArpa(
    options: Required<Omit<ImportArpaOptions, 'onProgress' | 'signal'>>,
  ): StartedNgramCall<{ counts: Float64Array; modelBytes: number; warnings: string[] }>
}

function getNgramAddon(): NgramAddon {
  return getAddon<NgramAddon>()
}

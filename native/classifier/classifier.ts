import { type StartedCall, settle, toKernelError } from '../base/addon-call.ts'
import { type DocumentBatch, refuseResizable } from '../base/document-batch.ts'
import { getAddon } from '../base/load-addon.ts'

/**
 * Why a classifier cannot be trained or used:
 *
 * - `CLASSIFIER_FILE`: the system refuses the file; the message has its reason.
 * - `CLASSIFIER_FOREIGN`: the file is something else.
 * - `CLASSIFIER_VERSION`: another version of this program wrote it.
 * - `CLASSIFIER_TRUNCATED`, `CLASSIFIER_CORRUPT`: bytes are missing or damaged.
 * - `CLASSIFIER_MEMORY`: the documents and the model take more than the budget, or than the system has.
 * - `CLASSIFIER_EXAMPLES`: there is nothing to tell apart: no documents, or only one class.
 * - `CLASSIFIER_CLOSED`: it was closed.
 */
export type ClassifierErrorCode =
  | 'CLASSIFIER_FILE'
  | 'CLASSIFIER_FOREIGN'
  | 'CLASSIFIER_VERSION'
  | 'CLASSIFIER_TRUNCATED'
  | 'CLASSIFIER_CORRUPT'
  | 'CLASSIFIER_MEMORY'
  | 'CLASSIFIER_EXAMPLES'
  | 'CLASSIFIER_CLOSED'

/** A classifier cannot be trained, opened or used. The message names the file or the numbers and says what to do. */
export class ClassifierError extends Error {
  override name = 'ClassifierError'
  readonly code: ClassifierErrorCode

  constructor(code: ClassifierErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Documents with what is known of them. */
export type LabelledBatch = {
  batch: DocumentBatch
  /** The class of each document, from 0; below 65,536. */
  labels: Uint8Array | Uint16Array | Uint32Array | readonly number[]
  /** `signalCount` numbers for each document, row after row; required if `signalCount` is not 0. NaN counts as the mean. */
  signals?: Float64Array
}

export type ClassifierProgress = {
  phase: 'read' | 'train' | 'write'
  /** Documents read, or documents learned from in all epochs. */
  done: number
  /** 0 while documents are read. */
  total: number
  /** Mean cross entropy (natural logarithm) of the documents since the last report; NaN while documents are read or the file is written. */
  loss: number
}

export type ClassifierTrainingOptions = {
  batches: Iterable<LabelledBatch> | AsyncIterable<LabelledBatch>
  /** Numbers that each document has besides its text; 0 by default. They are standardised by the training documents. */
  signalCount?: number
  /** Length of the embeddings, 1 to 4096; 64 by default. */
  dimensions?: number
  /** Longest sequence of words that is a feature, 1 to 16; 2 by default. */
  wordNgrams?: number
  /** Lengths of the parts of words that are features, in characters with a mark at each end of the word, up to 16; none by default. */
  characterNgrams?: { min: number; max: number }
  /** Number of embeddings that the features are hashed to, up to 2^31; 2^18 by default. */
  buckets?: number
  /** Bytes of each document that are looked at, at its start; 65,536 by default. */
  maxDocumentBytes?: number
  /** Passes over all documents, up to 10,000; 5 by default. */
  epochs?: number
  /** At the start; it falls linearly to 0. 0.5 by default. */
  learningRate?: number
  /** 1 by default. Only one thread learns the same model every time. */
  threads?: number
  /** Chooses the first weights and the order of the documents; 0 by default. */
  seed?: number
  /** For the features of all documents (4 bytes each) and the model; 4 GiB by default. */
  memoryBytes?: number
  /** Appears once the model is complete. */
  outputFile: string
  onProgress?: (progress: ClassifierProgress) => void
  signal?: AbortSignal
}

export type ClassifierInfo = {
  classCount: number
  signalCount: number
  dimensions: number
  buckets: number
  wordNgrams: number
  /** Both 0 if parts of words are no features. */
  characterNgrams: { min: number; max: number }
  maxDocumentBytes: number
  training: { documentCount: number; epochs: number; learningRate: number; seed: number }
}

/** A classifier in memory. */
export type Classifier = {
  readonly info: ClassifierInfo
  /**
   * Scores the documents on one thread of Node's pool; several calls run at once.
   *
   * @param signals as in `LabelledBatch`; required if the classifier has signals, refused if it has none.
   * @returns for two classes the probability of class 1 of each document; for more, a row of the probabilities of all classes.
   */
  predict(batch: DocumentBatch, signals?: Float64Array, options?: { signal?: AbortSignal }): Promise<Float32Array>
  /** Lets go of the memory once the calls under way have settled. */
  close(): void
  [Symbol.dispose](): void
}

/** Documents between two reports and two looks at the signal, at least; a hundredth of all if that is more. */
const documentsPerStep = 2000

/**
 * Trains a classifier of documents and writes it to a file: the mean of hashed embeddings of words and sequences of words, as fastText
 * has it (Joulin et al. 2016), and numeric signals, under a softmax. native/classifier/features.h says what a word is.
 *
 * All documents are read before the training begins; their texts are not kept. Nothing runs on the event loop.
 *
 * @throws ClassifierError; TypeError or RangeError that names the argument; the signal's reason; or what `batches` throws.
 */
export async function trainClassifier(options: ClassifierTrainingOptions): Promise<void> {
  const { signal, onProgress, outputFile, signalCount = 0 } = options
  signal?.throwIfAborted()
  const trainer = getAddon<Addon>().createClassifierTrainer({
    signalCount,
    dimensions: options.dimensions ?? 64,
    wordNgrams: options.wordNgrams ?? 2,
    minCharacterNgram: options.characterNgrams?.min ?? 0,
    maxCharacterNgram: options.characterNgrams?.max ?? 0,
    buckets: options.buckets ?? 2 ** 18,
    maxDocumentBytes: options.maxDocumentBytes ?? 65_536,
    epochs: options.epochs ?? 5,
    learningRate: options.learningRate ?? 0.5,
    threads: options.threads ?? 1,
    seed: options.seed ?? 0,
    memoryBytes: options.memoryBytes ?? 2 ** 32,
  })
  let documentCount = 0
  for await (const { batch, labels, signals } of options.batches) {
    signal?.throwIfAborted()
    refuseResizable(batch.bytes)
    await run(trainer.startAdd(batch.bytes, batch.offsets, toClasses(labels), signals), signal)
    documentCount += batch.offsets.length - 1
    onProgress?.({ phase: 'read', done: documentCount, total: 0, loss: Number.NaN })
  }
  await run(trainer.startPrepare(), signal)
  const step = Math.max(documentsPerStep, Math.ceil(documentCount / 100))
  while (true) {
    const [done = 0, total = 0, loss = 0] = await run(trainer.startTrain(step), signal)
    onProgress?.({ phase: 'train', done, total, loss })
    if (done === total) break
  }
  signal?.throwIfAborted()
  await run(trainer.startSave(outputFile))
  onProgress?.({ phase: 'write', done: documentCount, total: documentCount, loss: Number.NaN })
}

/**
 * Reads a classifier into memory.
 *
 * @throws ClassifierError.
 */
export async function openClassifier(file: string): Promise<Classifier> {
  const native = getAddon<Addon>().createClassifier()
  const info = toInfo(await run(native.startOpen(file)))
  let isClosed = false

  function close(): void {
    isClosed = true
    native.close()
  }

  return {
    info,
    async predict(batch, signals, { signal } = {}) {
      signal?.throwIfAborted()
      if (isClosed) throw new ClassifierError('CLASSIFIER_CLOSED', `The classifier ${file} is closed.`)
      refuseResizable(batch.bytes)
      return run(native.startPredict(batch.bytes, batch.offsets, signals), signal)
    },
    close,
    [Symbol.dispose]: close,
  }
}

/** Turns the codes of the addon into ClassifierError. */
async function run<Result>(call: StartedCall<Result>, signal?: AbortSignal): Promise<Result> {
  try {
    return await settle(call, signal)
  } catch (error) {
    throw toKernelError(error, 'CLASSIFIER_', ClassifierError)
  }
}

function toClasses(labels: LabelledBatch['labels']): Uint32Array {
  if (labels instanceof Uint32Array) return labels
  const wrong = Array.prototype.find.call(labels, (label: number) => !Number.isInteger(label) || label < 0)
  if (wrong !== undefined) throw new RangeError(`labels has ${wrong}; a class is a whole number from 0`)
  return Uint32Array.from(labels)
}

function toInfo(numbers: Float64Array): ClassifierInfo {
  const [classCount = 0, signalCount = 0, dimensions = 0, buckets = 0, wordNgrams = 0, min = 0, max = 0, maxDocumentBytes = 0] =
    numbers
  const [documentCount = 0, epochs = 0, learningRate = 0, seed = 0] = numbers.subarray(8)
  return {
    classCount,
    signalCount,
    dimensions,
    buckets,
    wordNgrams,
    characterNgrams: { min, max },
    maxDocumentBytes,
    training: { documentCount, epochs, learningRate, seed },
  }
}

type Trainer = {
  startAdd(
    bytes: Uint8Array,
    offsets: Uint32Array | Float64Array,
    labels: Uint32Array,
    signals: Float64Array | undefined,
  ): StartedCall<undefined>
  startPrepare(): StartedCall<undefined>
  /** Documents done, documents of all epochs, loss. */
  startTrain(count: number): StartedCall<Float64Array>
  startSave(file: string): StartedCall<undefined>
}

type Addon = {
  createClassifierTrainer(options: Record<string, number>): Trainer
  createClassifier(): {
    startOpen(file: string): StartedCall<Float64Array>
    startPredict(
      bytes: Uint8Array,
      offsets: Uint32Array | Float64Array,
      signals: Float64Array | undefined,
    ): StartedCall<Float32Array>
    close(): void
  }
}

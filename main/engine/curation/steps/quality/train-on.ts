import { type LabelledBatch, trainClassifier } from '#native'
import type { PrepareContext } from '../step.ts'
import type { LabelledExample } from './collect-examples.ts'
import type { QualityParameters } from './quality-parameters.ts'

type TrainingContext = Pick<PrepareContext<QualityParameters>, 'parameters' | 'memoryBytes' | 'signal'>

/** A model of 16 MiB: some thousands of examples do not fill more. */
const dimensions = 32
const buckets = 2 ** 17
/** Examples in a batch. */
const batchLength = 256

/** Trains a model on examples and writes it. The same examples in the same order give the same model. */
export async function trainOn(
  examples: readonly LabelledExample[],
  { parameters, memoryBytes, signal, file }: TrainingContext & { file: string },
): Promise<void> {
  await trainClassifier({
    batches: listBatches(examples),
    signalCount: parameters.signals.length,
    dimensions,
    buckets,
    epochs: parameters.epochs,
    seed: parameters.seed,
    maxDocumentBytes: parameters.max_document_bytes,
    memoryBytes: memoryBytes / 2,
    outputFile: file,
    signal,
  })
}

export function* listBatches(examples: readonly LabelledExample[]): Generator<LabelledBatch> {
  for (let start = 0; start < examples.length; start += batchLength) {
    const some = examples.slice(start, start + batchLength)
    const offsets = new Float64Array(some.length + 1)
    for (const [place, { bytes }] of some.entries()) offsets[place + 1] = (offsets[place] as number) + bytes.length
    yield {
      batch: { bytes: Buffer.concat(some.map(({ bytes }) => bytes)), offsets },
      labels: some.map(({ label }) => label),
      ...(some[0] && some[0].signals.length > 0 && { signals: joinRows(some) }),
    }
  }
}

function joinRows(examples: readonly LabelledExample[]): Float64Array {
  return Float64Array.from(examples.flatMap(({ signals }) => [...signals]))
}

import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { type DocumentBatch, measureCode, measureDataJuicerRepetition, measureGopherRepetition, measureText } from '#native'
import { measureBatchReference } from '../../native/text/measure-text-reference.ts'
import { readSourceCorpus, toBatch } from '../source-corpus.ts'
import { mostMemory, timeCpu } from './process-measures.ts'

/**
 * Measures the source corpus batch by batch. Arguments: `native` or `reference`, bytes of the corpus, most bytes of a document, bytes
 * of a batch. "text" is the line and character statistics, with a digest of the rows; "all" is all signals and
 * "gopher" and "data-juicer" those that are measured on request, which the native side has alone; all give the processor time of each
 * batch.
 */
const [side = 'native', ...limits] = process.argv.slice(2)
const [corpusBytes = 0, documentBytes = 0, batchBytes = 0] = limits.map(Number)
const batches = [...gatherBatches()]

function* gatherBatches(): Generator<DocumentBatch> {
  let documents: Uint8Array[] = []
  let sizeBytes = 0
  for (const document of readSourceCorpus(corpusBytes, documentBytes)) {
    documents.push(document)
    sizeBytes += document.length
    if (sizeBytes < batchBytes) continue
    yield toBatch(documents)
    documents = []
    sizeBytes = 0
  }
  if (documents.length > 0) yield toBatch(documents)
}

function measureLines(batch: DocumentBatch): Promise<Float64Array> | Float64Array {
  return side === 'native' ? measureText(batch) : measureBatchReference(batch)
}

async function measureAll(batch: DocumentBatch): Promise<void> {
  // One call at a time keeps the work on one thread.
  await measureText(batch)
  await measureCode(batch)
}

async function timeBatches(measure: (batch: DocumentBatch) => Promise<unknown>): Promise<number[]> {
  const seconds: number[] = []
  for (const batch of batches) seconds.push((await timeCpu(() => measure(batch))).seconds)
  return seconds
}

async function answer(question: string): Promise<object> {
  switch (question) {
    case 'text': {
      const digest = createHash('sha256')
      const seconds: number[] = []
      for (const batch of batches) {
        const timed = await timeCpu(() => measureLines(batch))
        seconds.push(timed.seconds)
        digest.update(Buffer.from(timed.result.buffer))
      }
      return { seconds, digest: digest.digest('hex') }
    }
    case 'all':
      return { seconds: await timeBatches(measureAll) }
    case 'gopher':
      return { seconds: await timeBatches(measureGopherRepetition) }
    case 'data-juicer':
      return { seconds: await timeBatches((batch) => measureDataJuicerRepetition(batch, { length: 10 })) }
    case 'corpus':
      return {
        sizes: batches.map(({ bytes }) => bytes.length),
        documents: batches.reduce((sum, { offsets }) => sum + offsets.length - 1, 0),
      }
    case 'memory':
      return { bytes: mostMemory() }
    default:
      throw new Error(`There is no answer to "${question}".`)
  }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(line)))

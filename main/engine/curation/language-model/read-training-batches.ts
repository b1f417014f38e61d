import type { DocumentBatch } from '#native'
import type { DocumentReader } from '../../dataset/documents/document-reader.ts'
import type { LongWork } from '../../platform/long-work.ts'
import { makeNeutralDocument } from '../steps/perplexity/neutral-document.ts'

/** A batch is handed on when it has so much text. */
const BATCH_BYTES = 4 << 20

/** The documents with these ascending ids, some megabytes at once, and last the neutral one. */
export async function* readTrainingBatches(
  documents: Pick<DocumentReader, 'iterate'>,
  ids: Uint32Array,
  { signal, progress }: Pick<LongWork, 'signal' | 'progress'>,
): AsyncGenerator<DocumentBatch> {
  let texts: Uint8Array[] = []
  let [sizeBytes, done] = [0, 0]
  progress(0, ids.length)
  for (const { from, to } of listRuns(ids)) {
    for await (const { bytes } of documents.iterate(from, to)) {
      signal.throwIfAborted()
      texts.push(bytes)
      sizeBytes += bytes.length
      done++
      if (sizeBytes < BATCH_BYTES) continue
      yield joinTexts(texts)
      ;[texts, sizeBytes] = [[], 0]
      progress(done, ids.length)
    }
  }
  if (texts.length > 0) yield joinTexts(texts)
  progress(done, ids.length)
  yield makeNeutralDocument()
}

/** Ids that follow one another, `to` not included. */
function* listRuns(ids: Uint32Array): Generator<{ from: number; to: number }> {
  for (let start = 0; start < ids.length; ) {
    const from = ids[start] as number
    let end = start + 1
    while (end < ids.length && ids[end] === from + end - start) end++
    yield { from, to: from + end - start }
    start = end
  }
}

function joinTexts(texts: readonly Uint8Array[]): DocumentBatch {
  const offsets = new Float64Array(texts.length + 1)
  for (const [index, text] of texts.entries()) offsets[index + 1] = (offsets[index] as number) + text.length
  return { bytes: Buffer.concat(texts), offsets }
}

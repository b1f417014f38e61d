import type { DocumentBatch, DuplicateIndex } from '#native'
import type { Corpus } from '../step.ts'
import type { AddOptions, IndexEntries } from './index-entries.ts'
import { decodeSignatures, joinTexts } from './signature-part.ts'

/** Adds every document of the corpus by itself, under its place. */
export async function addDocuments(index: DuplicateIndex, corpus: Corpus, options: AddOptions): Promise<IndexEntries> {
  const { permutations, memoryBytes, signal, progress } = options
  const ids = new Uint32Array(corpus.documentCount)
  let count = 0
  for await (const part of corpus.parts()) {
    signal.throwIfAborted()
    await index.addSignatures(decodeSignatures(part, permutations), count)
    ids.set(part.ids, count)
    count += part.ids.length
    progress(count / corpus.documentCount)
  }
  return {
    ids,
    entryOf: Uint32Array.from(ids.keys()),
    maxRead: Math.min(mostRead, Math.max(readAtOnce, Math.floor(memoryBytes / bytesOfDocument))),
    read: (places) =>
      readDocuments(
        corpus,
        places.map((place) => ids[place] as number),
      ),
  }
}

/** Documents that the corpus gives at once at most. */
const readAtOnce = 1024
/**
 * Documents that are compared at once at most. Of thousands of files made from one template each is compared with up to 4,096 others: with fewer
 * in memory the same ones would be read again for every file.
 */
const mostRead = 8192
/** What a document and its shingles take, roughly. */
const bytesOfDocument = 32_768

async function readDocuments(corpus: Corpus, ids: Uint32Array): Promise<DocumentBatch> {
  if (ids.length <= readAtOnce) return corpus.readDocuments(ids)
  const texts: Uint8Array[] = []
  for (let start = 0; start < ids.length; start += readAtOnce) {
    const { bytes, offsets } = await corpus.readDocuments(ids.subarray(start, start + readAtOnce))
    for (let place = 0; place + 1 < offsets.length; place++) texts.push(bytes.subarray(offsets[place], offsets[place + 1]))
  }
  return joinTexts(texts)
}

import type { DuplicateIndex } from '#native'
import type { Corpus } from '../step.ts'
import type { AddOptions, IndexEntries } from './index-entries.ts'
import { decodeSignatures } from './signature-part.ts'

/** Adds every document of the corpus by itself, under its place. */
export async function addDocuments(index: DuplicateIndex, corpus: Corpus, options: AddOptions): Promise<IndexEntries> {
  const { permutations, signal, progress } = options
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
    maxRead: 1024,
    read: (places) => corpus.readDocuments(places.map((place) => ids[place] as number)),
  }
}

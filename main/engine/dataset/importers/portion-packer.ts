import type { NewDocument } from '../documents/document-writer.ts'
import { statisticsSignals } from '../signals/statistics.ts'

/** What is known of a document beside its numbers and bytes. */
export type DocumentWords = Pick<
  NewDocument,
  'ordinal' | 'path' | 'language' | 'licence' | 'repo' | 'stars' | 'metadata' | 'sizeBytes'
>

/** Documents on their way between threads: the bytes of all lie in few buffers, which are handed over instead of copied. */
export interface PackedDocuments {
  words: DocumentWords[]
  /** 16 bytes each. */
  hashes: Uint8Array<ArrayBuffer>
  /** Compressed texts, one after the other; text `i` ends at `textEnds[i]`. */
  texts: Uint8Array<ArrayBuffer>
  textEnds: Float64Array<ArrayBuffer>
  /** A row of `statisticsSignals` each. */
  statistics: Float64Array<ArrayBuffer>
}

export interface ComputedDocument {
  words: DocumentWords
  hash: Uint8Array
  zstd: Uint8Array
}

const hashBytes = 16

/** `statistics` hold a row for each document, in parts. */
export function packDocuments(documents: readonly ComputedDocument[], statistics: readonly Float64Array[]): PackedDocuments {
  const packed: PackedDocuments = {
    words: documents.map(({ words }) => words),
    hashes: new Uint8Array(documents.length * hashBytes),
    texts: new Uint8Array(documents.reduce((sum, { zstd }) => sum + zstd.length, 0)),
    textEnds: new Float64Array(documents.length),
    statistics: new Float64Array(documents.length * statisticsSignals.length),
  }
  let end = 0
  for (const [index, { hash, zstd }] of documents.entries()) {
    packed.hashes.set(hash, index * hashBytes)
    packed.texts.set(zstd, end)
    end += zstd.length
    packed.textEnds[index] = end
  }
  let row = 0
  for (const part of statistics) {
    packed.statistics.set(part, row)
    row += part.length
  }
  return packed
}

export function listBuffers({ hashes, texts, textEnds, statistics }: PackedDocuments): ArrayBuffer[] {
  return [hashes.buffer, texts.buffer, textEnds.buffer, statistics.buffer]
}

/** The documents as they are stored; their bytes stay where they are. */
export function unpackDocuments({ words, hashes, texts, textEnds, statistics }: PackedDocuments): NewDocument[] {
  const columnCount = statisticsSignals.length
  return words.map((known, index) => ({
    ...known,
    hash: hashes.subarray(index * hashBytes, (index + 1) * hashBytes),
    zstd: texts.subarray(textEnds[index - 1] ?? 0, textEnds[index]),
    statistics: statistics.subarray(index * columnCount, (index + 1) * columnCount),
  }))
}

import { createHash } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import type { NewDocument, NewSource } from '#engine/dataset/documents/document-writer'
import { statisticsSignals } from '#engine/dataset/signals/statistics'

/** A document as an import stores it, but for its statistics, which are 0. */
export function makeNewDocument(text: string, fields: Partial<NewDocument>): NewDocument {
  return {
    ...{ ordinal: null, path: null, language: 'Python', licence: null, repo: null, stars: null, metadata: null },
    sizeBytes: Buffer.byteLength(text),
    hash: createHash('sha256').update(text).digest().subarray(0, 16),
    zstd: zstdCompressSync(text),
    statistics: new Float64Array(statisticsSignals.length),
    ...fields,
  }
}

export function makeNewSource(path: string, name: string): NewSource {
  return { kind: 'folder', location: { path }, name, repo: null, commit: null, licence: null }
}

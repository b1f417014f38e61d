import type { ReadableDatabase, WritableDatabase } from '../../../platform/sqlite.ts'
import { unpackText } from '../../documents/unpack-text.ts'
import { countIndexed, getBlockId } from './index-file.ts'
import { packPostings } from './posting-blocks.ts'
import type { PostingsBuilder } from './postings.ts'

export interface BuiltSegment {
  /** The first document that the index does not know yet. */
  endId: number
  /** Size of the texts that came in. */
  textBytes: number
}

/**
 * Adds the next documents to the index, as many as one segment holds, all of them or, when it throws or the process ends, none. Null when
 * the index knows all documents.
 */
export function buildSegment(options: {
  project: ReadableDatabase
  index: WritableDatabase
  postings: PostingsBuilder
  /** Called after each text; may throw, and then the segment is not stored. */
  onDidAdd?: () => void
}): BuiltSegment | null {
  const { project, index, postings, onDidAdd } = options
  const firstId = countIndexed(index)
  const texts = project.prepare<[number], { id: number; hash: Uint8Array; sizeBytes: number; zstd: Uint8Array }>(
    `SELECT t.document_id AS id, d.hash, d.size_bytes AS sizeBytes, t.zstd FROM document_text t JOIN document d ON d.id = t.document_id
     WHERE t.document_id >= ? ORDER BY t.document_id`,
  )
  let last: { id: number; hash: Uint8Array } | null = null
  let textBytes = 0
  for (const { id, hash, sizeBytes, zstd } of texts.iterate(firstId)) {
    const text = unpackText(zstd, sizeBytes)
    if (!postings.hasRoom(text.length)) break
    postings.add(text)
    textBytes += text.length
    last = { id, hash }
    onDidAdd?.()
  }
  if (!last) return null
  const { id, hash } = last
  const store = index.transaction(() => {
    const segmentId = Number(
      index.prepare('INSERT INTO segment (first_id, end_id, last_hash) VALUES (?, ?, ?)').run(firstId, id + 1, hash)
        .lastInsertRowid,
    )
    const addBlock = index.prepare('INSERT INTO block (id, postings) VALUES (?, ?)')
    for (const { firstCode, bytes } of packPostings(postings.take())) addBlock.run(getBlockId(segmentId, firstCode), bytes)
  })
  store.immediate()
  return { endId: id + 1, textBytes }
}

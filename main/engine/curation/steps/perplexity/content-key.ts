import { type DocumentBatch, hashContents } from '#native'

/** Numbers that depend on the contents of documents alone, from 0 to 2^32 - 1: halves and samples are the same in any order of import. */
export async function makeContentKeys(batch: DocumentBatch, signal: AbortSignal): Promise<Uint32Array> {
  const hashes = await hashContents(batch, { signal })
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength)
  return Uint32Array.from({ length: batch.offsets.length - 1 }, (_, index) => view.getUint32(index * 16, true))
}

/** Which half of the training text a document with this key belongs to. */
export function findHalf(key: number): 0 | 1 {
  return key & 1 ? 1 : 0
}

/** Whether a document is in a sample that should have this share of all, 0 to 1. The bits that choose the half choose nothing here. */
export function isInShare(key: number, share: number): boolean {
  return (key >>> 1) / 2 ** 31 < share
}

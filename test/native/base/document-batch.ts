import type { DocumentBatch } from '#native'

/** Lays documents out in one array, as the kernels take them. */
export function toBatch(documents: readonly Uint8Array[]): DocumentBatch {
  const offsets = new Uint32Array(documents.length + 1)
  for (const [index, document] of documents.entries()) offsets[index + 1] = (offsets[index] ?? 0) + document.length
  return { bytes: new Uint8Array(Buffer.concat(documents)), offsets }
}

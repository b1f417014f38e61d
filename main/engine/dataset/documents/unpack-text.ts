import { zstdDecompressSync } from 'node:zlib'

/** Node takes no less. */
const leastBytes = 64

/** The text of a document as it is stored. Blocking: for texts of some kilobytes handing the work to another thread costs more than the work. */
export function unpackText(zstd: Uint8Array, sizeBytes: number): Buffer {
  // In one piece, and with a byte to spare: out of room means that there may be more, and takes another round.
  return zstdDecompressSync(zstd, { chunkSize: Math.max(leastBytes, sizeBytes + 1) })
}

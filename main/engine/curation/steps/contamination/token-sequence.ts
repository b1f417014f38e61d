/** The words of a text in order: runs of letters, digits, `_` and every byte above 127, A to Z as a to z. Marks tell nothing apart. */
export interface TokenSequence {
  /** 32 bits of hash for each word. */
  readonly hashes: Uint32Array
  /** Bytes of the text: where each word begins, and where it ends. */
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

const isWordByte = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) isWordByte[byte] = byte >= 128 || /\w/.test(String.fromCharCode(byte)) ? 1 : 0

export function readTokens(bytes: Uint8Array): TokenSequence {
  const most = (bytes.length >>> 1) + 1
  const hashes = new Uint32Array(most)
  const starts = new Uint32Array(most)
  const ends = new Uint32Array(most)
  let count = 0
  for (let at = 0; at < bytes.length; ) {
    if (isWordByte[bytes[at] as number] === 0) {
      at++
      continue
    }
    starts[count] = at
    // FNV-1a.
    let hash = 0x811c9dc5
    for (; at < bytes.length && isWordByte[bytes[at] as number] === 1; at++) {
      const byte = bytes[at] as number
      hash = Math.imul(hash ^ (byte >= 65 && byte <= 90 ? byte + 32 : byte), 0x01000193)
    }
    hashes[count] = hash
    ends[count] = at
    count++
  }
  return { hashes: hashes.slice(0, count), starts: starts.subarray(0, count), ends: ends.subarray(0, count) }
}

/** Bits of hash of some words in a row. */
export function hashRow(hashes: Uint32Array, start: number, length: number): number {
  let hash = length
  for (let at = start; at < start + length; at++) {
    hash = Math.imul(hash ^ (hashes[at] as number), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash >>> 0
}

import { countEqual } from './count-equal.ts'

const base = 0x01000193

/**
 * Data-Juicer's `char_rep_ratio`: of all rows of `length` characters the share of the most frequent ones, as many of them as the root of
 * the number of different rows, but none that occurs once. Rows are compared by 32 bits of hash.
 */
export function measureCharacterRepetition(text: string, length: number): number {
  const hashes = hashRows(text, length)
  if (hashes.length === 0) return 0
  const counts = countEqual(hashes)
  const most = Math.floor(Math.sqrt(counts.length))
  const repeated = counts.filter((count) => count > 1).sort()
  let sum = 0
  for (let place = Math.max(0, repeated.length - most); place < repeated.length; place++) sum += repeated[place] as number
  return sum / hashes.length
}

/** A polynomial of each row's characters; the one that leaves is taken off again. */
function hashRows(text: string, length: number): Uint32Array {
  const characters = Uint32Array.from(text, (character) => character.codePointAt(0) as number)
  if (characters.length < length) return new Uint32Array()
  let leaving = 1
  for (let power = 0; power < length; power++) leaving = Math.imul(leaving, base)
  const hashes = new Uint32Array(characters.length - length + 1)
  let hash = 0
  for (let at = 0; at < characters.length; at++) {
    hash = (Math.imul(hash, base) + (characters[at] as number) + 1) | 0
    if (at >= length) hash = (hash - Math.imul((characters[at - length] as number) + 1, leaving)) | 0
    if (at >= length - 1) hashes[at - length + 1] = hash
  }
  return hashes
}

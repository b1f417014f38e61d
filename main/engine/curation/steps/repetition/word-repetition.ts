import { countEqual } from './count-equal.ts'

/** Data-Juicer's `word_rep_ratio`: the share of rows of `length` words, in small letters, that occur more than once. Compared by 32 bits of hash. */
export function measureWordRepetition(words: readonly string[], length: number): number {
  if (words.length < length) return 0
  const ids = numberWords(words)
  const hashes = new Uint32Array(words.length - length + 1)
  for (let row = 0; row < hashes.length; row++) {
    let hash = 0
    for (let at = row; at < row + length; at++) hash = Math.imul(hash ^ (ids[at] as number), 0x9e3779b1) + (hash >>> 15)
    hashes[row] = hash
  }
  let repeated = 0
  for (const count of countEqual(hashes)) if (count > 1) repeated += count
  return repeated / hashes.length
}

/** The same number for words that are the same in small letters. */
function numberWords(words: readonly string[]): Uint32Array {
  const numbers = new Map<string, number>()
  return Uint32Array.from(words, (word) => {
    const small = word.toLowerCase()
    const known = numbers.get(small)
    if (known !== undefined) return known
    numbers.set(small, numbers.size + 1)
    return numbers.size
  })
}

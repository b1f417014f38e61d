import { readSourceCorpus } from './source-corpus.ts'

/** Real text and the token boundaries in it. */
export type TokenSource = {
  text: Uint8Array
  /** Where each token begins; a token is a word or one other character, and the last boundary is the end. */
  starts: Uint32Array
  /** For each token another occurrence of it, so that all occurrences form a ring. */
  nextSame: Uint32Array
}

export type GeneratedDocument = {
  text: Uint8Array /** The document that it is a changed copy of, or itself. */
  original: number
}

/** Reads the text that generated documents are made of. */
export function readTokenSource(sizeBytes: number): TokenSource {
  const text = new Uint8Array(Buffer.concat([...readSourceCorpus(sizeBytes, 100 * 1024)]))
  const starts: number[] = []
  const lastSeen = new Map<string, number>()
  const nextSame: number[] = []
  const first = new Map<string, number>()
  const latin = Buffer.from(text.buffer).toString('latin1')
  for (const match of latin.matchAll(/[A-Za-z_0-9]+|[^A-Za-z_0-9]/g)) {
    const token = starts.length
    starts.push(match.index)
    const previous = lastSeen.get(match[0])
    if (previous === undefined) first.set(match[0], token)
    else nextSame[previous] = token
    lastSeen.set(match[0], token)
  }
  for (const [word, token] of lastSeen) nextSame[token] = first.get(word) ?? token
  starts.push(text.length)
  return { text, starts: Uint32Array.from(starts), nextSame: Uint32Array.from(nextSame) }
}

/** Least and most edits in a planted copy, for a thousand words. */
const editsPerMille = [10, 400] as const

/**
 * Makes documents of 1 to 2 KB that look like source code: runs of real text, each of about eight tokens, joined in most places
 * where the same token occurs, so that neighbouring tokens are neighbours somewhere in real text too.
 *
 * Every fifth document on average is a copy of an earlier one with 1 to 40 edits for a hundred words: a word is replaced, left out,
 * or gets another before it. A document depends on the seed and its number alone.
 */
export function createGenerator(source: TokenSource, seed: number): (number: number) => GeneratedDocument {
  const { text, starts, nextSame } = source
  const tokenCount = starts.length - 1
  const output = new Uint8Array(4096)
  let state = 0

  function restart(number: number): void {
    state = Math.imul(number + 1, 0x9e3779b1) ^ seed
  }

  /** A whole number from 0 to `limit` - 1. */
  function random(limit: number): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit) | 0
  }

  function writeOriginal(number: number): number {
    restart(number)
    const sizeBytes = 1000 + random(1000)
    let size = 0
    let token = random(tokenCount)
    while (size < sizeBytes) {
      const next = Math.min(token + 2 + random(14), tokenCount)
      const end = Math.min(starts[next] ?? 0, (starts[token] ?? 0) + 400)
      for (let position = starts[token] ?? 0; position < end; position++) output[size++] = text[position] ?? 0
      token = next === tokenCount ? 0 : next
      // To another occurrence of the token that would follow. Rare tokens lead round in circles, hence the leap.
      for (let hop = 1 + random(3); hop > 0; hop--) token = nextSame[token] ?? 0
      if (random(6) === 0) token = random(tokenCount)
    }
    return size
  }

  /** Writes a copy of `original` with changed words behind it in `output`, and returns the copy. */
  function change(original: Uint8Array, number: number): Uint8Array {
    restart(number)
    random(2)
    const perMille = editsPerMille[0] + random(editsPerMille[1] - editsPerMille[0] + 1)
    const copy: number[] = []
    const pushWord = () => copy.push(97 + random(26), 97 + random(26), 97 + random(26), 48 + random(10))
    let isInWord = false
    let isLeftOut = false
    for (const byte of original) {
      const isWord = (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte === 95
      if (isWord && !isInWord) {
        const edit = random(1000) < perMille ? random(3) : undefined
        if (edit === 0 || edit === 1) pushWord()
        if (edit === 1) copy.push(32)
        isLeftOut = edit === 0 || edit === 2
      }
      isInWord = isWord
      if (!isWord || !isLeftOut) copy.push(byte)
    }
    return Uint8Array.from(copy)
  }

  function originalOf(number: number): number {
    restart(~number)
    return number > 0 && random(5) === 0 ? random(number) : number
  }

  return (number) => {
    let original = originalOf(number)
    if (original === number) return { text: output.slice(0, writeOriginal(number)), original }
    // A copy of a copy is one of the first document.
    for (let earlier = originalOf(original); earlier !== original; earlier = originalOf(original)) original = earlier
    return { text: change(output.slice(0, writeOriginal(original)), number), original }
  }
}

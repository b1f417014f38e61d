import { countCharacters, splitWords, sum } from './measure-code-reference-text.ts'

/** Characters of the most frequent 2, 3 and 4 words times their occurrences, and of the words in repeated 5 to 10. */
export function measureRepetition(words: readonly string[]): { top: number[]; duplicate: number[] } {
  const lengths = words.map(countCharacters)
  return {
    top: [2, 3, 4].map((n) => measureTop(words, lengths, n)),
    duplicate: [5, 6, 7, 8, 9, 10].map((n) => measureCovered(words, lengths, n)),
  }
}

function countGrams(words: readonly string[], n: number): { grams: string[]; counts: Map<string, number> } {
  const grams = words.slice(0, Math.max(0, words.length - n + 1)).map((_, place) => words.slice(place, place + n).join(' '))
  const counts = new Map<string, number>()
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1)
  return { grams, counts }
}

function measureTop(words: readonly string[], lengths: readonly number[], n: number): number {
  const { grams, counts } = countGrams(words, n)
  let [top, most] = ['', 1]
  // A map keeps the order of first occurrence, so the first of equally frequent ones stays.
  for (const [gram, count] of counts) if (count > most) [top, most] = [gram, count]
  const place = grams.indexOf(top)
  return most < 2 ? 0 : most * sum(lengths.slice(place, place + n))
}

function measureCovered(words: readonly string[], lengths: readonly number[], n: number): number {
  const { grams, counts } = countGrams(words, n)
  const covered = new Set<number>()
  for (const [place, gram] of grams.entries()) {
    if ((counts.get(gram) ?? 0) < 2) continue
    for (let word = place; word < place + n; word++) covered.add(word)
  }
  return sum([...covered].map((word) => lengths[word] ?? 0))
}

export type StringMeasures = { characters: number; longStringLines: number; longWordCharacters: number }

/** The strings of each line, one character at a time. */
export function measureStrings(lines: readonly string[]): StringMeasures {
  const measures = { characters: 0, longStringLines: 0, longWordCharacters: 0 }
  for (const line of lines) {
    const strings = findStrings(line)
    measures.characters += sum(strings.map(countCharacters))
    if (strings.some((string) => splitWords(string).length > 20)) measures.longStringLines++
    const pieces = strings.flatMap((string) => string.split(/\p{White_Space}+/u))
    const long = pieces.filter((piece) => countCharacters(piece) > 20 && !/https?:\/\/./su.test(piece))
    measures.longWordCharacters += sum(long.map(countCharacters))
  }
  return measures
}

function findStrings(line: string): string[] {
  const strings: string[] = []
  for (let at = 0; at < line.length; at++) {
    const quote = line[at] ?? ''
    if (!'"\'`'.includes(quote) || (quote === "'" && /[\p{L}\p{N}]$/u.test(line.slice(Math.max(0, at - 2), at)))) continue
    const end = findEnd(line, at + 1, quote)
    if (end === undefined) break
    strings.push(line.slice(at + 1, end))
    at = end
  }
  return strings
}

function findEnd(line: string, start: number, quote: string): number | undefined {
  for (let at = start; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line[at] === quote) return at
  }
  return undefined
}

/** The size of the parse that native/text/statistics/compression.h states. */
export function estimateCompressedSize(bytes: Uint8Array): number {
  const lastPlaces = new Map<number, number>()
  let total = 0
  let literalStart = 0
  let place = 0
  while (place + 8 <= bytes.length) {
    const hash = hashFive(bytes, place)
    const earlier = lastPlaces.get(hash)
    lastPlaces.set(hash, place)
    if (earlier === undefined || place - earlier > 65535 || countSame(bytes, earlier, place, 5) < 5) {
      place += 3 + ((place - literalStart) >> 5)
      continue
    }
    const length = countSame(bytes, earlier, place, Number.POSITIVE_INFINITY)
    total += 3 + (place - literalStart) + extraBytes(place - literalStart) + extraBytes(length - 4)
    place += length
    literalStart = place
  }
  const rest = bytes.length - literalStart
  return rest === 0 ? total : total + 1 + rest + extraBytes(rest)
}

function hashFive(bytes: Uint8Array, place: number): number {
  let value = 0n
  for (let index = 4; index >= 0; index--) value = (value << 8n) | BigInt(bytes[place + index] ?? 0)
  return Number(BigInt.asUintN(64, value * 0x9e3779b97f4a7c15n) >> 52n)
}

function countSame(bytes: Uint8Array, earlier: number, place: number, limit: number): number {
  let length = 0
  while (length < limit && place + length < bytes.length && bytes[earlier + length] === bytes[place + length]) length++
  return length
}

function extraBytes(length: number): number {
  return length < 15 ? 0 : 1 + Math.floor((length - 15) / 255)
}

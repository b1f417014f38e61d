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
  const characters = Array.from(line)
  const strings: string[] = []
  for (let at = 0; at < characters.length; at++) {
    if (!isQuote(characters, at) || !canOpen(characters, at)) continue
    const end = findEnd(characters, at)
    if (end === undefined) continue
    strings.push(characters.slice(at + 1, end).join(''))
    at = end
  }
  return strings
}

/** The place of the partner of a quote. */
function findEnd(characters: readonly string[], start: number): number | undefined {
  for (let at = start + 1; at < characters.length; at++) {
    if (characters[at] !== characters[start] || !isQuote(characters, at)) continue
    if (canClose(characters, at)) return at
    // It opens a string of its own, so the one before has no partner; an apostrophe does neither.
    if (canOpen(characters, at)) return undefined
  }
  return undefined
}

/** A quote with an even number of backslashes before it. */
function isQuote(characters: readonly string[], at: number): boolean {
  let backslashes = 0
  while (characters[at - 1 - backslashes] === '\\') backslashes++
  return ['"', "'", '`'].includes(characters[at] ?? '') && backslashes % 2 === 0
}

function canOpen(characters: readonly string[], at: number): boolean {
  if (characters[at] !== "'" || !isWordCharacter(characters[at - 1])) return true
  const before = characters.slice(Math.max(0, at - 3), at).join('')
  return (
    /(?<![\p{L}\p{N}_])(?:[bfrtuBFRTU]|L|u8|[bftuBFTU][rR]|[rR][bftuBFTU])$/u.test(before) && !isAsciiSpace(characters[at + 1])
  )
}

function canClose(characters: readonly string[], at: number): boolean {
  const [before, next, afterNext] = [characters[at - 1], characters[at + 1], characters[at + 2]]
  if (characters[at] !== "'") return true
  if (next === '\\') return afterNext === undefined || afterNext === '\r'
  if (next === '(' || next === '"') return !isAsciiSpace(before) && before !== '('
  return !isWordCharacter(next)
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character)
}

/** The ends of a line count. */
function isAsciiSpace(character: string | undefined): boolean {
  return character === undefined || /[\t-\r ]/.test(character)
}

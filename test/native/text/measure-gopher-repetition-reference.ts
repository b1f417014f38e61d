import { countCharacters, sum } from './measure-code-reference-text.ts'

/** White space and the separators U+001C to U+001F at both ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python takes them for white space.
const strippedByPython = /^[\p{White_Space}\x1c-\x1f]+|[\p{White_Space}\x1c-\x1f]+$/gu

/** Plain TypeScript statement of `measureGopherRepetition` for one document: the row in the order of `gopherRepetitionColumns`. */
export function measureGopherReference(bytes: Uint8Array): number[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  if (text === '') return new Array(13).fill(0)
  const characterCount = countCharacters(text)
  const words = text.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\p{White_Space}]+/gu) ?? []
  const trimmed = text.replace(strippedByPython, '')
  return [
    ...[text.split(/\n+/), trimmed.split(/\n{2,}/)].flatMap((pieces) => {
      const seen = new Set<string>()
      const repeated = pieces.filter((piece) => seen.size === seen.add(piece).size)
      return [repeated.length / pieces.length, sum(repeated.map(countCharacters)) / characterCount]
    }),
    ...[2, 3, 4].map((n) => measureTop(words, n) / characterCount),
    ...[5, 6, 7, 8, 9, 10].map((n) => measureDuplicate(words, n) / characterCount),
  ]
}

function measureTop(words: readonly string[], n: number): number {
  const grams = words.slice(n - 1).map((_, place) => words.slice(place, place + n).join(' '))
  const counts = new Map<string, number>()
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1)
  // Sorting keeps the order of first occurrence of equally frequent ones.
  const [top = '', count = 0] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? []
  return countCharacters(top) * count
}

function measureDuplicate(words: readonly string[], n: number): number {
  const seen = new Set<string>()
  let characterCount = 0
  for (let place = 0; place + n <= words.length; ) {
    const gram = words.slice(place, place + n).join('')
    const isRepeated = seen.has(gram)
    if (isRepeated) characterCount += countCharacters(gram)
    seen.add(gram)
    place += isRepeated ? n : 1
  }
  return characterCount
}

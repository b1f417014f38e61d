import { sum } from './measure-code-reference-text.ts'

/**
 * Plain TypeScript statement of `measureDataJuicerRepetition` for one document: the row in the order of `dataJuicerColumns`.
 *
 * @param special Data-Juicer's special characters.
 */
export function measureDataJuicerReference(bytes: Uint8Array, length: number, special: ReadonlySet<string>): number[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const pieces = text.split(/[ \t\n]+/)
  const words = pieces.map((piece) => strip([...piece], special)).filter(Boolean)
  const refined = pieces.map((piece) => strip([...piece.toLowerCase()], special).replaceAll('ς', 'σ')).filter(Boolean)
  return [measureCharacters(countNgrams([...text], length)), measureWords(countNgrams(refined, length)), words.length]
}

function measureCharacters(counts: readonly number[]): number {
  const most = Math.floor(Math.sqrt(counts.length))
  const repeated = counts.filter((count) => count > 1)
  return counts.length === 0 ? 0 : sum(repeated.slice(0, most)) / sum(counts)
}

function measureWords(counts: readonly number[]): number {
  return counts.length === 0 ? 0 : sum(counts.filter((count) => count > 1)) / sum(counts)
}

/** In descending order. */
function countNgrams(items: readonly string[], length: number): number[] {
  const counts = new Map<string, number>()
  for (let first = 0; first + length <= items.length; first++) {
    const ngram = items.slice(first, first + length).join(' ')
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1)
  }
  return [...counts.values()].sort((one, other) => other - one)
}

function strip(characters: readonly string[], special: ReadonlySet<string>): string {
  const isOther = (character: string) => !special.has(character)
  return characters.slice(characters.findIndex(isOther), characters.findLastIndex(isOther) + 1).join('')
}

import type { BenchmarkText } from './read-benchmark.ts'
import { hashRow, readTokens } from './token-sequence.ts'

/** A text of a benchmark with its rows of words. */
export interface IndexedText extends BenchmarkText {
  readonly hashes: Uint32Array
  /** How many words a row of this text has: fewer than usual in a short one, which is one row. */
  readonly rowLength: number
  readonly rowCount: number
}

export interface BenchmarkIndex {
  readonly texts: readonly IndexedText[]
  /** Lengths of rows, each once. */
  readonly rowLengths: readonly number[]
  /** Where a row of words stands in the benchmarks: the text's place and the row's in turn. */
  find(hashes: Uint32Array, start: number, length: number): readonly number[]
}

/** Texts with fewer words say nothing of where they come from: `return x + y`. */
const fewestWords = 6
const filterBits = 22
const none: readonly number[] = []

export function createBenchmarkIndex(texts: readonly BenchmarkText[], length: number): BenchmarkIndex {
  const indexed: IndexedText[] = []
  for (const text of texts) {
    const { hashes } = readTokens(new TextEncoder().encode(text.text))
    if (hashes.length < fewestWords) continue
    const rowLength = Math.min(length, hashes.length)
    indexed.push({ ...text, hashes, rowLength, rowCount: hashes.length - rowLength + 1 })
  }
  /** One bit for some rows each: most rows of a document are in no benchmark, and that is told without the map. */
  const filter = new Uint8Array(2 ** (filterBits - 3))
  const places = new Map<number, number[]>()
  for (const [place, { hashes, rowLength, rowCount }] of indexed.entries()) {
    for (let row = 0; row < rowCount; row++) {
      const hash = hashRow(hashes, row, rowLength)
      filter[hash >>> (35 - filterBits)] =
        (filter[hash >>> (35 - filterBits)] as number) | (1 << ((hash >>> (32 - filterBits)) & 7))
      const list = places.get(hash)
      if (list) list.push(place, row)
      else places.set(hash, [place, row])
    }
  }

  return {
    texts: indexed,
    rowLengths: [...new Set(indexed.map(({ rowLength }) => rowLength))],
    find(hashes, start, rowLength) {
      const hash = hashRow(hashes, start, rowLength)
      const bits = filter[hash >>> (35 - filterBits)] as number
      if ((bits & (1 << ((hash >>> (32 - filterBits)) & 7))) === 0) return none
      const list = places.get(hash)
      return list ? keepEqual(list, indexed, hashes.subarray(start, start + rowLength)) : none
    },
  }
}

/** Rows with the same hash whose words are the same too. */
function keepEqual(list: readonly number[], texts: readonly IndexedText[], row: Uint32Array): number[] {
  const kept: number[] = []
  for (let at = 0; at < list.length; at += 2) {
    const { hashes, rowLength } = texts[list[at] as number] as IndexedText
    const start = list[at + 1] as number
    if (rowLength === row.length && row.every((hash, index) => hash === hashes[start + index])) {
      kept.push(list[at] as number, start)
    }
  }
  return kept
}

import type { BenchmarkIndex, IndexedText } from './benchmark-index.ts'
import { readTokens } from './token-sequence.ts'

/** What a document shares with one text of a benchmark. */
export interface Overlap {
  readonly text: IndexedText
  /** Share of the text's rows of words that are in the document, 0 to 1. */
  readonly share: number
  /** Bytes of the document, in order; none touches another. */
  readonly spans: readonly { readonly start: number; readonly end: number }[]
}

/** Every text of the benchmarks of which the document has a row of words, the one with the largest share first. */
export function findOverlaps(bytes: Uint8Array, index: BenchmarkIndex): Overlap[] {
  const { hashes, starts, ends } = readTokens(bytes)
  const shared = new Map<number, { rows: Set<number>; spans: { start: number; end: number }[] }>()
  for (const rowLength of index.rowLengths) {
    for (let at = 0; at + rowLength <= hashes.length; at++) {
      const found = index.find(hashes, at, rowLength)
      for (let place = 0; place < found.length; place += 2) {
        const key = found[place] as number
        let text = shared.get(key)
        if (!text) {
          text = { rows: new Set(), spans: [] }
          shared.set(key, text)
        }
        text.rows.add(found[place + 1] as number)
        extend(text.spans, starts[at] as number, ends[at + rowLength - 1] as number)
      }
    }
  }
  const overlaps = Array.from(shared, ([key, { rows, spans }]): Overlap => {
    const text = index.texts[key] as IndexedText
    return { text, share: rows.size / text.rowCount, spans }
  })
  return overlaps.sort((a, b) => b.share - a.share || index.texts.indexOf(a.text) - index.texts.indexOf(b.text))
}

function extend(spans: { start: number; end: number }[], start: number, end: number): void {
  const last = spans.at(-1)
  if (last && start <= last.end) last.end = Math.max(last.end, end)
  else spans.push({ start, end })
}

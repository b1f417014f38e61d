import type { DocumentId, Sample } from '#contracts/dataset'
import type { Cut } from '#contracts/recipe'
import { getCutRange, isAbove, isBelow, isDropped } from './cut-range.ts'

/** A cut and the values that it reads. */
export interface CutColumn {
  cut: Cut
  column: Float32Array
}

/** One byte per document: 1 when every cut keeps it. */
export function markKept(documentCount: number, cuts: readonly CutColumn[]): Uint8Array {
  const kept = new Uint8Array(documentCount).fill(1)
  for (const { cut, column } of cuts) {
    const range = getCutRange(cut)
    for (let id = 0; id < documentCount; id++) if (isDropped(range, column[id] as number)) kept[id] = 0
  }
  return kept
}

/** How many of the cuts, of which there are at most 255, drop each document. */
export function countHits(documentCount: number, cuts: readonly CutColumn[]): Uint8Array {
  const counts = new Uint8Array(documentCount)
  for (const { cut, column } of cuts) {
    const range = getCutRange(cut)
    for (let id = 0; id < documentCount; id++) if (isDropped(range, column[id] as number)) counts[id] = (counts[id] as number) + 1
  }
  return counts
}

/** Every bound that the document falls outside of. */
export function findHits(documentId: DocumentId, cuts: readonly CutColumn[]): Sample['hits'] {
  return cuts.flatMap(({ cut, column }): Sample['hits'] => {
    const { signal, min, max } = cut
    const range = getCutRange(cut)
    const value = column[documentId] as number
    const shown = toFinite(value)
    if (min !== null && isBelow(range, value)) return [{ signal, bound: 'min', cut: min, value: shown }]
    return max !== null && isAbove(range, value) ? [{ signal, bound: 'max', cut: max, value: shown }] : []
  })
}

function toFinite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

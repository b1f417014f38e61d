import type { Sample } from '#contracts/dataset'
import type { Cut } from '#contracts/recipe'
import { getStoredBound } from './stored-bound.ts'

/** A cut and the values that it reads. */
export interface CutColumn {
  cut: Cut
  column: Float32Array
}

/** One byte per document: 1 when every cut keeps it. */
export function markKept(documentCount: number, cuts: readonly CutColumn[]): Uint8Array {
  const kept = new Uint8Array(documentCount).fill(1)
  for (const { cut, column } of cuts) {
    const min = cut.min === null ? -Infinity : getStoredBound(cut.min)
    const max = cut.max === null ? Infinity : getStoredBound(cut.max)
    for (let id = 0; id < documentCount; id++) {
      const value = column[id] as number
      // NaN compares false with everything, so a missing value never drops.
      if (value < min || value > max) kept[id] = 0
    }
  }
  return kept
}

/** Every bound that the document falls outside of. */
export function findHits(documentId: number, cuts: readonly CutColumn[]): Sample['hits'] {
  const hits: Sample['hits'] = []
  for (const { cut, column } of cuts) {
    const value = column[documentId] as number
    const { signal } = cut
    if (cut.min !== null && value < getStoredBound(cut.min))
      hits.push({ signal, bound: 'min', cut: cut.min, value: toFinite(value) })
    if (cut.max !== null && value > getStoredBound(cut.max))
      hits.push({ signal, bound: 'max', cut: cut.max, value: toFinite(value) })
  }
  return hits
}

function toFinite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

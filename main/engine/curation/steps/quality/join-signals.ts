import type { StepBatch } from '../step.ts'

/** The values of signals as the classifier takes them: a row for each document, in the order of the names. */
export function joinSignals({ ids, signals }: Pick<StepBatch, 'ids' | 'signals'>, names: readonly string[]): Float64Array {
  const rows = new Float64Array(ids.length * names.length)
  for (const [column, name] of names.entries()) {
    const values = signals[name]
    for (let row = 0; row < ids.length; row++) rows[row * names.length + column] = toFinite(values?.[row])
  }
  return rows
}

/** Infinite values count as missing: their mean would be none. */
function toFinite(value: number | undefined): number {
  return value === undefined || !Number.isFinite(value) ? Number.NaN : value
}

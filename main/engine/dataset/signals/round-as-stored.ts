/**
 * Values are stored as Float32, so a document whose fraction is 0.1 holds 0.10000000149…; compared with the double 0.1 it would fall
 * outside `max: 0.1`, although the table shows the two as equal and bounds are inclusive. Rounding the bound as the values were rounded
 * keeps the order of any two numbers, so a document that is inside before rounding stays inside. A bound that has no Float32 of its own
 * kind, because it would become infinite or zero, is compared as it is.
 */
export function roundAsStored(bound: number): number {
  const rounded = Math.fround(bound)
  return Number.isFinite(rounded) && rounded !== 0 ? rounded : bound
}

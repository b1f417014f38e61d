/** Bits at which the next colour begins. A token of 1 bit was one guess of two; one of 10 bits one of a thousand. */
export const heatBounds = [1, 3, 6, 10] as const

/** Which colour a token has: 0 for none, then one more for each bound that its bits reach. */
export function findHeatStep(bits: number): number {
  return heatBounds.filter((bound) => bits >= bound).length
}

const signBit = -0x80000000

/**
 * Maps the bits of a Float32 to a number whose unsigned order is the order of the values. -0 becomes 0, or equal values would not be in
 * the order of ids. Bits and keys are Int32: larger numbers would leave the processor's integer registers and halve the speed.
 * Documented in Herf, Radix Tricks (2001).
 */
export function toSortableKey(bits: number): number {
  if (bits === signBit) return signBit
  return bits >= 0 ? bits ^ signBit : ~bits
}

/** Whether the bits are those of a NaN. */
export function isMissing(bits: number): boolean {
  return (bits & 0x7fffffff) > 0x7f800000
}

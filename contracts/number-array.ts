import { z } from 'zod'

/**
 * The kinds of number arrays that cross the boundary as the bytes that they are, by their names on the wire. They keep every value (NaN,
 * infinities, -0), and nothing looks at one number after the other: whoever declares a field of them says what holds of the numbers.
 */
export const numberArrayTypes = { Uint8Array, Uint32Array, Float32Array, Float64Array } as const

type Types = typeof numberArrayTypes
export type NumberArrayName = keyof Types
export type NumberArray = InstanceType<Types[NumberArrayName]>

/** A field that holds numbers of one kind, `length` of them where it is given. */
export function numberArray<N extends NumberArrayName>(name: N, { length }: { length?: number } = {}) {
  const array = z.custom<InstanceType<Types[N]>>((value) => value instanceof numberArrayTypes[name], {
    error: `numbers as bytes (${name}) are expected`,
    abort: true,
  })
  return length === undefined
    ? array
    : array.refine((value) => value.length === length, {
        error: `${length} ${length === 1 ? 'number is' : 'numbers are'} expected`,
      })
}

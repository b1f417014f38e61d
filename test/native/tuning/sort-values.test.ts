import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sortValues } from '#native'

const float = fc.oneof(fc.float(), fc.constantFrom(0, -0, Number.NaN, 1, -1, Infinity, -Infinity, 1e-45))

/** By comparison; what is equal stays by id, because sorting is stable. */
function sortPlainly(values: Float32Array): number[] {
  const compare = (left: number, right: number) => {
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right))
    return left === right ? 0 : left < right ? -1 : 1
  }
  return [...values.keys()].sort((a, b) => compare(values[a] as number, values[b] as number))
}

it('ids stand by value, equal values by id, missing ones last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(float, { maxLength: 200 }), async (numbers) => {
      const values = Float32Array.from(numbers)
      expect(Array.from(await sortValues(values))).toEqual(sortPlainly(values))
    }),
  )
})

it('a call is called off', async () => {
  await expect(sortValues(new Float32Array(2), { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  const controller = new AbortController()
  const sorting = sortValues(new Float32Array(4_000_000), { signal: controller.signal })
  controller.abort(new Error('enough'))
  await expect(sorting).rejects.toThrow('enough')
})

it('what is no array of numbers is refused by name', async () => {
  await expect(sortValues([1, 2] as unknown as Float32Array)).rejects.toThrow('values must be a Float32Array')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listByValue, sortByValue } from '#engine/dataset/signals/sorted-column'

const float = fc.oneof(fc.float(), fc.constantFrom(0, -0, Number.NaN, 1, -1, Infinity, -Infinity, 1e-45))

/** The same by comparison: ties by id, descending the reverse of ascending, missing last in both. */
function sortPlainly(column: Float32Array, direction: 'ascending' | 'descending'): number[] {
  const value = (id: number) => column[id] as number
  return [...column.keys()].sort((a, b) => {
    if (Number.isNaN(value(a)) || Number.isNaN(value(b)))
      return Number(Number.isNaN(value(a))) - Number(Number.isNaN(value(b))) || a - b
    const order = value(a) === value(b) ? a - b : value(a) < value(b) ? -1 : 1
    return direction === 'ascending' ? order : -order
  })
}

test('documents sort as by comparison, in both directions, missing values last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.float32Array({ maxLength: 60 }), fc.array(float, { maxLength: 60 }), async (some, others) => {
      const column = Float32Array.from([...some, ...others])
      for (const direction of ['ascending', 'descending'] as const) {
        expect(Array.from(listByValue(await sortByValue(column), direction))).toEqual(sortPlainly(column, direction))
      }
    }),
    { numRuns: 60 },
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortColumn } from '#engine/dataset/signals/sort-column'

const float = fc.oneof(fc.float(), fc.constantFrom(0, -0, Number.NaN, 1, -1, Infinity, -Infinity, 1e-45))

/** The same by comparison: missing last, ties by id. */
function sortPlainly(column: Float32Array, direction: 'ascending' | 'descending'): number[] {
  const value = (id: number) => column[id] as number
  return [...column.keys()].sort((a, b) => {
    if (Number.isNaN(value(a)) || Number.isNaN(value(b)))
      return Number(Number.isNaN(value(a))) - Number(Number.isNaN(value(b))) || a - b
    const order = value(a) === value(b) ? 0 : value(a) < value(b) ? -1 : 1
    return (direction === 'ascending' ? order : -order) || a - b
  })
}

test('documents sort as by comparison, in both directions, missing values last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.float32Array({ maxLength: 60 }), fc.array(float, { maxLength: 60 }), async (some, others) => {
      const column = Float32Array.from([...some, ...others])
      for (const direction of ['ascending', 'descending'] as const) {
        expect(Array.from(await sortColumn(column, direction))).toEqual(sortPlainly(column, direction))
      }
    }),
    { numRuns: 60 },
  )
})

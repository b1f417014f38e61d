import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toJsonValue, toShownCell } from '#engine/dataset/importers/cell-value'

test('values that JSON does not have become what it has', () => {
  expect(
    toJsonValue([1n, 2n ** 60n, Number.NaN, new Date(0), new Date(Number.NaN), Buffer.from('é'), Buffer.of(0xff), undefined]),
  ).toEqual([...[1, '1152921504606846976', null, '1970-01-01T00:00:00.000Z', null, 'é', '/w==', null]])
  expect(toJsonValue({ a: new Map([['b', 1n]]), c: new Float32Array([0.5]) })).toEqual({ a: { b: 1 }, c: [0.5] })
})

test('whatever JSON has stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(JSON.stringify(toJsonValue(value))).toBe(JSON.stringify(value))
    }),
  )
})

test('a cell is cut to what can be shown, between characters', () => {
  expect(toShownCell(null)).toBe('')
  expect(toShownCell(Buffer.from('😀'.repeat(500)))).toHaveLength(201)
  expect(toShownCell('😀'.repeat(500)).isWellFormed()).toBe(true)
})

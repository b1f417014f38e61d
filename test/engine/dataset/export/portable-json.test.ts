import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toPortableJson } from '#engine/dataset/export/portable-json'

it('keeps every digit and every whole character, on one line', () => {
  expect(toPortableJson('{\r\n "a": 1.00000000000000000001,\n "b": 1e999 }')).toBe(
    '{   "a": 1.00000000000000000001,  "b": 1e999 }',
  )
  expect(toPortableJson('"\\ud83d\\ude00 \\\\ud800 \\n"')).toBe('"\\ud83d\\ude00 \\\\ud800 \\n"')
})

it('has U+FFFD for half of a surrogate pair', () => {
  expect(toPortableJson('"\\ud800 \\udc00 \\uD83D\\uD83D\\uDE00 \\\\\\ud800"')).toBe(
    '"\\ufffd \\ufffd \\ufffd\\uD83D\\uDE00 \\\\\\ufffd"',
  )
})

it('means what it meant, but for halves', () => {
  const wellFormed = (_: string, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
      expect(JSON.parse(toPortableJson(json))).toEqual(JSON.parse(json, wellFormed))
    }),
    { numRuns: 30 },
  )
})

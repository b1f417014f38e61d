import { expect, test } from 'vitest'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { planMetadata } from '#engine/dataset/review/plan-metadata'

const change = (key: string, value: string | null) => ({ documentId: toDocumentId(3), key, value })
const stored = (before: Record<string, unknown> | null, key: string, value: string | null) =>
  planMetadata(before, change(key, value))?.values[0]?.value

test('a value is text unless what it replaces was something else and the text reads as JSON', () => {
  expect(stored(null, 'stars', '7')).toBe('{"stars":"7"}')
  expect(stored({ stars: 5 }, 'stars', '7')).toBe('{"stars":7}')
  expect(stored({ stars: 5 }, 'stars', 'many')).toBe('{"stars":"many"}')
  expect(stored({ stars: '5', other: [1] }, 'stars', '[2]')).toBe('{"stars":"[2]","other":[1]}')
  expect(stored({ a: 1 }, '__proto__', 'x')).toBe('{"a":1,"__proto__":"x"}')
})

test('the last value that goes leaves no metadata, and a change of nothing is none', () => {
  expect(stored({ a: 1 }, 'a', null)).toBeNull()
  expect(planMetadata({ a: 1 }, change('b', null))).toBeNull()
  expect(planMetadata({ a: '1' }, change('a', '1'))).toBeNull()
  expect(planMetadata(null, change('a', null))).toBeNull()
})

import { expect, test } from 'vitest'
import { ruleKeys } from '#contracts/rule'
import { describeDrop } from '../../../../renderer/features/tune/dropped-by.ts'
import { makeDocumentRow } from '../../../support/make-document-row.ts'

const signal = { description: '', unit: 'characters', producer: 'measurer', stale: false, missingCount: 0 }
const signals = [
  { ...signal, name: 'size', label: 'Size' },
  { ...signal, name: 'lines', label: 'Lines' },
]
const threshold = (name: string) => ruleKeys.parse({ rule: 'threshold', signal: name, max: 1 })
const rules = [
  threshold('size'),
  threshold('lines'),
  threshold('unknown'),
  ruleKeys.parse({ rule: 'category', property: 'licence' }),
]
const [size, lines, unknown, licence] = [0, 1, 2, 3]
const rowOf = (droppedBy: number[]) => ({ ...makeDocumentRow({ signals: [1] }), droppedBy })
const inside = { signal: 'lines', bound: 'max', side: 'inside' } as const
const outside = { signal: 'lines', bound: 'max', side: 'outside' } as const
const words = { rules, signals }

test('a document inside of a bound that nothing drops has no mark', () => {
  expect(describeDrop(rowOf([]), inside, words)).toBeNull()
})

test('a document inside of a bound names the other rules and the other bound that drop it', () => {
  expect(describeDrop(rowOf([size]), inside, words)).toBe('dropped by Size')
  expect(describeDrop(rowOf([lines, size]), inside, words)).toBe('dropped by the minimum, Size')
  expect(describeDrop(rowOf([lines]), { ...inside, bound: 'min' }, words)).toBe('dropped by the maximum')
  expect(describeDrop(rowOf([unknown, licence]), inside, words)).toBe('dropped by unknown, category')
})

test('a document outside of a bound names only what drops it besides that bound', () => {
  expect(describeDrop(rowOf([lines]), outside, words)).toBeNull()
  expect(describeDrop(rowOf([size, lines]), outside, words)).toBe('also dropped by Size')
})

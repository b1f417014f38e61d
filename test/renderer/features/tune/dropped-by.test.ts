import { expect, test } from 'vitest'
import { describeDrop } from '../../../../renderer/features/tune/dropped-by.ts'
import { makeDocumentRow } from '../../../support/make-document-row.ts'

const signal = { description: '', unit: 'characters', producer: 'measurer', stale: false, missingCount: 0 }
const signals = [
  { ...signal, name: 'size', label: 'Size' },
  { ...signal, name: 'lines', label: 'Lines' },
]
const rowOf = (droppedBy: string[]) => ({ ...makeDocumentRow({ signals: [1] }), droppedBy })
const inside = { signal: 'lines', bound: 'max', side: 'inside' } as const
const outside = { signal: 'lines', bound: 'max', side: 'outside' } as const

test('a document inside of a bound that nothing drops has no mark', () => {
  expect(describeDrop(rowOf([]), inside, signals)).toBeNull()
})

test('a document inside of a bound names the other signals and the other bound that drop it', () => {
  expect(describeDrop(rowOf(['size']), inside, signals)).toBe('dropped by Size')
  expect(describeDrop(rowOf(['lines', 'size']), inside, signals)).toBe('dropped by the minimum, Size')
  expect(describeDrop(rowOf(['lines']), { ...inside, bound: 'min' }, signals)).toBe('dropped by the maximum')
  expect(describeDrop(rowOf(['unknown']), inside, signals)).toBe('dropped by unknown')
})

test('a document outside of a bound names only what drops it besides that bound', () => {
  expect(describeDrop(rowOf(['lines']), outside, signals)).toBeNull()
  expect(describeDrop(rowOf(['size', 'lines']), outside, signals)).toBe('also dropped by Size')
})

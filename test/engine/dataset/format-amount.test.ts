import { expect, test } from 'vitest'
import { formatBytes, formatCount } from '#engine/dataset/format-amount'
import { formatBytes as formatBytesInInterface } from '../../../renderer/ui/format-quantity.ts'

test('a size reads as it does in the interface', () => {
  const sizes = [0, 1, 653, 999, 1000, 1024, 99_940, 99_960, 999_499, 999_500, 1_048_576, 16_400_000, 4.5e9, 7e12, 5e15]
  expect(sizes.map(formatBytes)).toEqual(sizes.map(formatBytesInInterface))
  expect([653, 16_400_000].map(formatBytes)).toEqual(['653 B', '16.4 MB'])
})

test('a count stands with its noun', () => {
  expect([formatCount(1, 'file', 'files'), formatCount(1234, 'file', 'files')]).toEqual(['1 file', '1,234 files'])
})

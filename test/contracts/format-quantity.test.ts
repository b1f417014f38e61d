import { describe, expect, it } from 'vitest'
import { formatBytes, formatCompact, formatCount, formatDuration, formatPlural, formatTokens } from '#contracts/format-quantity'

describe('quantities', () => {
  it('show bytes in decimal units with one digit below a hundred', () => {
    expect([0, 999, 1000, 1234, 99_960, 999_600, 4.5e9].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.2 kB',
      '100 kB',
      '1.0 MB',
      '4.5 GB',
    ])
  })

  it('show durations in the two largest units that matter', () => {
    expect([7.4, 999, 1000, 9960, 59_400, 60_000, 200_000, 7_500_000].map(formatDuration)).toEqual([
      '7 ms',
      '999 ms',
      '1.0 s',
      '10 s',
      '59 s',
      '1 min 0 s',
      '3 min 20 s',
      '2 h 5 min',
    ])
  })

  it('show counts in full, shortened, and with their noun', () => {
    expect(formatCount(1234567)).toBe('1,234,567')
    expect(formatCompact(7_690_000_000)).toBe('7.69B')
    expect([formatPlural(1, 'file'), formatPlural(2, 'file'), formatPlural(0, 'copy', 'copies')]).toEqual([
      '1 file',
      '2 files',
      '0 copies',
    ])
  })

  it('show tokens short, and an estimate says that it is one', () => {
    expect(formatTokens(1, false)).toBe('1 token')
    expect(formatTokens(12_345, false)).toBe('12.3K tokens')
    expect(formatTokens(2e9, true)).toBe('about 2B tokens')
  })
})

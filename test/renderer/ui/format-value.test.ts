import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  formatCell,
  formatExact,
  formatPercent,
  formatShare,
  formatValue,
  formatValuesAlike,
  parseTypedNumber,
} from '../../../renderer/ui/format-value.ts'

test('whole values are shown in full and others to six digits', () => {
  expect(formatValue(1_048_576)).toBe('1,048,576')
  expect(formatValue(0.10000000149011612)).toBe('0.1')
  expect(formatValue(1234.56789)).toBe('1,234.57')
  expect(formatValue(0.00001234)).toBe('1.234e-5')
})

test('a share never reads as nothing or everything unless it is', () => {
  expect(formatShare(0, 10_000_000)).toBe('0 %')
  expect(formatShare(3, 10_000_000)).toBe('< 0.01 %')
  expect(formatShare(9_999_997, 10_000_000)).toBe('> 99.99 %')
  expect(formatShare(10_000_000, 10_000_000)).toBe('100 %')
  expect(formatShare(0, 0)).toBe('0 %')
})

test('percentiles near the ends keep more decimals', () => {
  expect(formatPercent(50)).toBe('50.0 %')
  expect(formatPercent(99.87)).toBe('99.87 %')
  expect(formatPercent(100)).toBe('100 %')
})

test('a typed number may have its thousands apart and an exponent', () => {
  for (const text of ['1,234,567', '1 234 567', '1_234_567', '1234567', '1.234567e6']) {
    expect(parseTypedNumber(text)).toEqual({ status: 'number', value: 1_234_567 })
  }
  expect(parseTypedNumber('−0.5')).toEqual({ status: 'number', value: -0.5 })
  expect(parseTypedNumber('  ')).toEqual({ status: 'empty' })
  for (const text of ['abc', '1,23', '1e999', '0x10', '1.2.3']) expect(parseTypedNumber(text)).toEqual({ status: 'invalid' })
})

test('a number in a field reads back as itself', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parseTypedNumber(formatExact(value))).toEqual({ status: 'number', value: value === 0 ? expect.closeTo(0) : value })
    }),
  )
})

test('values under each other have equally many decimals', () => {
  expect(formatValuesAlike([35.749, 36.1847, 36])).toEqual(['35.7490', '36.1847', '36.0000'])
  expect(formatValuesAlike([1000, 20])).toEqual(['1,000', '20'])
})

test('cells of a column have their points in line and never round something to nothing', () => {
  expect([0.5, 0.123456].map((value) => formatCell(value, 'fraction'))).toEqual(['0.5000', '0.1235'])
  expect(formatCell(1234, 'characters')).toBe('1,234')
  expect(formatCell(29.0534, 'characters')).toBe('29.05')
  expect(formatCell(0.00001234, 'fraction')).toBe('1.234e-5')
  expect(formatCell(0, 'fraction')).toBe('0.0000')
})

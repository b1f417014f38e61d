import { expect, test } from 'vitest'
import { readBound } from '../../../../renderer/features/tune/read-bound.ts'

test('a typed bound that leaves room for the other one is taken, and an empty field takes the bound away', () => {
  expect(readBound('40', { bound: 'min', other: 50 })).toEqual({ status: 'taken', value: 40 })
  expect(readBound('50', { bound: 'min', other: 50 })).toEqual({ status: 'taken', value: 50 })
  expect(readBound('60', { bound: 'max', other: null })).toEqual({ status: 'taken', value: 60 })
  expect(readBound(' ', { bound: 'max', other: 50 })).toEqual({ status: 'taken', value: null })
})

test('a typed bound beyond the other one is refused with the other one named', () => {
  expect(readBound('60', { bound: 'min', other: 50 })).toEqual({ status: 'refused', reason: 'Above the maximum of 50.' })
  expect(readBound('0.2', { bound: 'max', other: 0.25 })).toEqual({ status: 'refused', reason: 'Below the minimum of 0.25.' })
})

test('what is not a number is refused', () => {
  expect(readBound('many', { bound: 'min', other: null })).toMatchObject({ status: 'refused' })
})

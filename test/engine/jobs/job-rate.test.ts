import { expect, test } from 'vitest'
import { createJobRate } from '#engine/jobs/job-rate'

test('the rate is that of the last seconds, not of the whole run', () => {
  const rate = createJobRate()
  for (let second = 0; second <= 60; second++) rate.add(second * 10, second * 1000)
  for (let second = 61; second <= 80; second++) rate.add(600 + (second - 60) * 100, second * 1000)
  expect(rate.get(80_000)).toBeCloseTo(100, 5)
})

test('a job that stands still slows down', () => {
  const rate = createJobRate()
  rate.add(0, 0)
  rate.add(100, 1000)
  expect(rate.get(1000)).toBe(100)
  expect(rate.get(4000)).toBe(25)
})

test('a call for every unit keeps few points and the same rate', () => {
  const rate = createJobRate()
  for (let unit = 0; unit <= 100_000; unit++) rate.add(unit, unit / 10)
  expect(rate.get(10_000)).toBeCloseTo(10_000, 0)
})

test('too little is known at first', () => {
  const rate = createJobRate()
  expect(rate.get(0)).toBe(0)
  rate.add(5, 0)
  rate.add(10, 10)
  expect(rate.get(10)).toBe(0)
})

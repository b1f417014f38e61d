import { expect, test } from 'vitest'
import type { Signal } from '#contracts/dataset'
import type { SignalRange } from '#contracts/tuning'
import { defaultScale, planHistogram } from '../../../../renderer/features/tune/histogram-plan.ts'

const lines: Signal = {
  name: 'line_count',
  label: 'Lines',
  unit: 'lines',
  description: '',
  producer: 'statistics',
  stale: false,
  missingCount: 0,
}
const range: SignalRange = {
  signal: 'line_count',
  min: 1,
  max: 5000,
  median: 90.5,
  valueCount: 100_000,
  missingCount: 0,
  suggestedScale: 'log',
}

test('bins of whole numbers all hold equally many of them', () => {
  const plan = planHistogram({ signal: lines, range, scale: 'linear', shown: null, widthPx: 800 })
  const width = ((plan.range?.max ?? 0) - (plan.range?.min ?? 0)) / plan.bins
  expect(Number.isInteger(width)).toBe(true)
  expect(plan.range?.min).toBe(1)
  expect(plan.range?.max).toBeGreaterThan(5000)
})

test('few whole numbers get a bin each', () => {
  const plan = planHistogram({
    signal: lines,
    range: { ...range, max: 40, median: 12 },
    scale: 'linear',
    shown: null,
    widthPx: 800,
  })
  expect(plan).toMatchObject({ bins: 40, range: { min: 1, max: 41 } })
})

test('fractions and logarithmic axes are divided as they are', () => {
  const fraction = { ...lines, name: 'alphanumeric_fraction', unit: 'fraction' }
  expect(planHistogram({ signal: fraction, range: { ...range, max: 1 }, scale: 'linear', shown: null, widthPx: 800 })).toEqual({
    signal: 'alphanumeric_fraction',
    scale: 'linear',
    bins: 200,
    range: null,
  })
  const shown = { min: 10, max: 100 }
  expect(planHistogram({ signal: lines, range, scale: 'log', shown, widthPx: 800 })).toEqual({
    signal: 'line_count',
    scale: 'log',
    bins: 200,
    range: shown,
  })
})

test('a few empty files do not take the logarithmic axis away from values that crowd near zero', () => {
  expect(defaultScale({ ...range, min: 0, suggestedScale: 'linear' })).toBe('log')
  expect(defaultScale({ ...range, min: 0, median: 2500, suggestedScale: 'linear' })).toBe('linear')
  expect(defaultScale({ ...range, min: -1, suggestedScale: 'linear' })).toBe('linear')
})

test('few documents get few bins, so that their shape can be seen', () => {
  const plan = planHistogram({ signal: lines, range: { ...range, valueCount: 46 }, scale: 'log', shown: null, widthPx: 800 })
  expect(plan.bins).toBe(28)
})

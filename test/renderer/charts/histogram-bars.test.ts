import { expect, test } from 'vitest'
import type { Histogram } from '#contracts/tuning'
import { createCountScale, findBin, layOutHistogram } from '../../../renderer/charts/histogram-bars.ts'
import { createValueScale } from '../../../renderer/charts/value-scale.ts'

const histogram: Histogram = {
  signal: 'line_count',
  scale: 'linear',
  edges: Float64Array.of(0, 10, 20, 30),
  total: Uint32Array.of(1000, 1, 0),
  kept: Uint32Array.of(600, 0, 0),
  below: 0,
  above: 9,
  missing: 3,
}

test('bars stand on the base line, kept in front of all, and an empty bin has none', () => {
  const scale = createValueScale('linear', { min: 0, max: 30 }, 300)
  const paths = layOutHistogram(histogram, { scale, heightPx: 100, countScale: 'linear' })
  expect(paths.total).toBe('M0.00 100v-100.00h99.00V100zM100.00 100v-1.00h99.00V100z')
  expect(paths.kept).toBe('M0.00 100v-60.00h99.00V100z')
  expect(paths.peak).toBe(1000)
})

test('one document beside a tall peak can be seen on either count scale', () => {
  expect(createCountScale('linear', 1e6, 200)(1)).toBe(1)
  expect(createCountScale('log', 1e6, 200)(1)).toBeCloseTo((Math.log1p(1) / Math.log1p(1e6)) * 200)
  expect(createCountScale('log', 1e6, 200)(0)).toBe(0)
  expect(createCountScale('linear', 0, 200)(0)).toBe(0)
})

test('the reading of a bin counts values below what is shown', () => {
  expect(findBin(histogram, 5)).toEqual({ from: 0, to: 10, total: 1000, kept: 600, shareBelow: 1000 / 1010 })
  expect(findBin(histogram, 10)?.from).toBe(10)
  expect(findBin(histogram, 30)?.from).toBe(20)
  expect(findBin(histogram, 31)).toBeUndefined()
})

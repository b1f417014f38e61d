import { expect, test } from 'vitest'
import { panRange, rangeOfPixels, shownShare, zoomRange } from '../../../renderer/charts/axis-zoom.ts'
import { createValueScale } from '../../../renderer/charts/value-scale.ts'

const full = { min: 0, max: 1000 }
const whole = createValueScale('linear', full, 500)

test('zooming in keeps the value under the pointer where it is', () => {
  const range = zoomRange({ shown: whole, full, factor: 0.5, anchorX: 100 })
  expect(range).toEqual({ min: 100, max: 600 })
  expect(createValueScale('linear', range ?? full, 500).toPixel(200)).toBeCloseTo(100)
})

test('zooming out ends at the whole axis, said as null', () => {
  const shown = createValueScale('linear', { min: 100, max: 600 }, 500)
  expect(zoomRange({ shown, full, factor: 4, anchorX: 250 })).toBeNull()
})

test('panning stops at the ends without changing the width', () => {
  const shown = createValueScale('linear', { min: 100, max: 300 }, 500)
  expect(panRange({ shown, full, byPx: -1e6 })).toEqual({ min: 0, max: 200 })
  expect(panRange({ shown, full, byPx: 1e6 })).toEqual({ min: 800, max: 1000 })
})

test('a brush may be drawn from right to left and beyond the ends', () => {
  expect(rangeOfPixels({ shown: whole, full, fromX: 300, toX: -20 })).toEqual({ min: 0, max: 600 })
  expect(rangeOfPixels({ shown: whole, full, fromX: 600, toX: -20 })).toBeNull()
})

test('a logarithmic axis zooms evenly', () => {
  const shown = createValueScale('log', { min: 1, max: 1e4 }, 400)
  const range = zoomRange({ shown, full: { min: 1, max: 1e4 }, factor: 0.5, anchorX: 200 })
  expect(range?.min).toBeCloseTo(10)
  expect(range?.max).toBeCloseTo(1000)
  const share = shownShare(createValueScale('log', { min: 10, max: 1000 }, 400), { min: 1, max: 1e4 })
  expect(share.start).toBeCloseTo(0.25)
  expect(share.end).toBeCloseTo(0.75)
})

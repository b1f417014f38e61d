import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createValueScale, valueAtPixel } from '../../../renderer/charts/value-scale.ts'

test('a linear scale maps its ends to the ends of the axis and back', () => {
  const scale = createValueScale('linear', { min: -10, max: 90 }, 500)
  expect(scale.toPixel(-10)).toBe(0)
  expect(scale.toPixel(90)).toBe(500)
  expect(scale.toValue(250)).toBe(40)
})

test('a logarithmic scale gives each decade the same width', () => {
  const scale = createValueScale('log', { min: 1, max: 1e4 }, 400)
  expect(scale.toPixel(10)).toBeCloseTo(100)
  expect(scale.toPixel(1000)).toBeCloseTo(300)
})

test('a logarithmic scale that reaches zero falls back to a linear one', () => {
  expect(createValueScale('log', { min: 0, max: 100 }, 400).kind).toBe('linear')
})

test('a range of one value is widened around it', () => {
  const scale = createValueScale('linear', { min: 7, max: 7 }, 100)
  expect(scale.toPixel(7)).toBe(50)
  expect(createValueScale('log', { min: 7, max: 7 }, 100).toPixel(7)).toBeCloseTo(50)
})

test('labels of ticks keep their distance', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('linear' as const, 'log' as const),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.double({ min: 1.01, max: 1e8, noNaN: true }),
      (kind, min, ratio) => {
        const labelled = createValueScale(kind, { min, max: min * ratio }, 800)
          .ticks(70)
          .filter((tick) => tick.label !== null)
        for (let i = 1; i < labelled.length; i++)
          expect((labelled[i]?.x ?? 0) - (labelled[i - 1]?.x ?? 0)).toBeGreaterThanOrEqual(70)
      },
    ),
  )
})

test('a logarithmic axis is labelled at powers of ten over many decades and at 1, 2, 5 over few', () => {
  const labels = (max: number) =>
    createValueScale('log', { min: 1, max }, 900)
      .ticks(40)
      .flatMap((tick) => tick.label ?? [])
  expect(labels(1e6)).toEqual(['1', '10', '100', '1,000', '10,000', '100,000', '1,000,000'])
  expect(labels(100)).toEqual(['1', '2', '5', '10', '20', '50', '100'])
})

test('a dragged value has no more digits than a pixel can tell apart', () => {
  const scale = createValueScale('linear', { min: 0, max: 100_000 }, 800)
  expect(valueAtPixel(scale, 10)).toBe(1300)
  expect(valueAtPixel(createValueScale('linear', { min: 0, max: 1 }, 800), 123)).toBe(0.154)
})

test('neighbouring pixels never give the same value, and rounding moves a value by at most a pixel', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('linear' as const, 'log' as const),
      fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
      fc.double({ min: 1.5, max: 1e9, noNaN: true }),
      fc.integer({ min: 1, max: 700 }),
      (kind, min, ratio, x) => {
        const scale = createValueScale(kind, { min, max: min * ratio }, 800)
        expect(valueAtPixel(scale, x + 1)).toBeGreaterThan(valueAtPixel(scale, x))
        expect(Math.abs(scale.toPixel(valueAtPixel(scale, x)) - x)).toBeLessThanOrEqual(1)
      },
    ),
  )
})

import { expect, test } from 'vitest'
import { scrollToShow } from '../../../../renderer/features/data/scroll-to-show.ts'

const view = { startPx: 240, endPx: 600 }

test('a column in view stays where it is', () => {
  expect(scrollToShow({ startPx: 240, endPx: 364 }, view)).toBe(0)
  expect(scrollToShow({ startPx: 476, endPx: 600 }, view)).toBe(0)
})

test('a column beyond an end comes in as far as needed', () => {
  expect(scrollToShow({ startPx: 700, endPx: 824 }, view)).toBe(224)
  expect(scrollToShow({ startPx: 100, endPx: 224 }, view)).toBe(-140)
})

test('a column that is wider than the view shows its beginning', () => {
  expect(scrollToShow({ startPx: 500, endPx: 900 }, view)).toBe(260)
})

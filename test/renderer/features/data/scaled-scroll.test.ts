import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createScrollArea,
  isScaled,
  listTopToReveal,
  toElementTop,
  toListTop,
  visibleRows,
} from '../../../../renderer/features/data/scaled-scroll.ts'

const rowPx = 28
const viewportPx = 600
const millions = createScrollArea({ rowCount: 10_000_000, rowPx, viewportPx })

test('a list that fits is scrolled pixel by pixel', () => {
  const area = createScrollArea({ rowCount: 1000, rowPx, viewportPx })
  expect(isScaled(area)).toBe(false)
  expect(toListTop(area, 1234)).toBeCloseTo(1234)
})

test('ten million rows fit into an element that every browser can lay out, and both ends meet', () => {
  expect(isScaled(millions)).toBe(true)
  expect(millions.elementPx).toBeLessThan(15_000_000)
  expect(toListTop(millions, 0)).toBe(0)
  const end = toListTop(millions, millions.elementPx - viewportPx)
  expect(visibleRows({ rowCount: 10_000_000, rowPx, viewportPx, overscan: 0 }, end).last).toBe(9_999_999)
})

test('every row of ten million can be brought into view', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.double({ min: 0, max: 1, noNaN: true }), (index, from) => {
      const top = listTopToReveal(millions, from * (millions.listPx - viewportPx), { index, rowPx })
      expect(index * rowPx).toBeGreaterThanOrEqual(top)
      expect((index + 1) * rowPx).toBeLessThanOrEqual(top + viewportPx)
      expect(toListTop(millions, toElementTop(millions, top))).toBeCloseTo(top, 3)
    }),
  )
})

test('a row that is in view stays where it is', () => {
  expect(listTopToReveal(millions, 2800, { index: 110, rowPx })).toBe(2800)
})

test('an empty list has no rows to draw', () => {
  expect(visibleRows({ rowCount: 0, rowPx, viewportPx, overscan: 4 }, 0)).toEqual({ first: 0, last: -1 })
  expect(toListTop(createScrollArea({ rowCount: 0, rowPx, viewportPx }), 50)).toBe(0)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMN_PX, fitPathColumn } from '../../../../renderer/features/data/column-widths.ts'

describe('the column of paths', () => {
  it('leaves room for whole columns only, and for one at least', () => {
    fc.assert(
      fc.property(fc.integer({ min: 260, max: 2600 }), fc.integer({ min: 1, max: 30 }), (tablePx, columnCount) => {
        const pathPx = fitPathColumn(tablePx, columnCount)
        const restPx = tablePx - pathPx
        expect(pathPx).toBeGreaterThanOrEqual(COLUMN_PX)
        expect(restPx % COLUMN_PX).toBe(0)
        expect(restPx / COLUMN_PX).toBeGreaterThanOrEqual(1)
        expect(restPx / COLUMN_PX).toBeLessThanOrEqual(columnCount)
      }),
    )
  })

  it('takes all that is left where every column fits', () => {
    expect(fitPathColumn(1200, 7)).toBe(360)
  })

  it('shows as many columns as fit beside a readable path', () => {
    expect(fitPathColumn(600, 7)).toBe(240)
    expect(fitPathColumn(719, 7)).toBe(359)
  })
})

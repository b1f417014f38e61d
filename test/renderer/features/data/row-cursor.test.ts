import { expect, test } from 'vitest'
import { moveCursor } from '../../../../renderer/features/data/row-cursor.ts'

const list = { rowCount: 1000, pageRows: 20 }

test('the first arrow key chooses the first row', () => {
  expect(moveCursor('ArrowDown', null, list)).toBe(0)
  expect(moveCursor('ArrowUp', null, list)).toBe(0)
})

test('keys move by a row, by a page less one row and to the ends, and stop there', () => {
  expect(moveCursor('ArrowDown', 5, list)).toBe(6)
  expect(moveCursor('PageDown', 5, list)).toBe(24)
  expect(moveCursor('PageUp', 5, list)).toBe(0)
  expect(moveCursor('End', 5, list)).toBe(999)
  expect(moveCursor('ArrowDown', 999, list)).toBe(999)
  expect(moveCursor('Home', 500, list)).toBe(0)
})

test('other keys and an empty list do nothing', () => {
  expect(moveCursor('a', 5, list)).toBeUndefined()
  expect(moveCursor('End', null, { rowCount: 0, pageRows: 20 })).toBeUndefined()
})

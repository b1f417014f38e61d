import { expect, test } from 'vitest'
import {
  boundAfterKey,
  boundAtPixel,
  findHandleAt,
  placeHandle,
  readHandleKey,
} from '../../../renderer/charts/cut-handle-logic.ts'
import { createValueScale } from '../../../renderer/charts/value-scale.ts'

const scale = createValueScale('linear', { min: 0, max: 1000 }, 500)

test('an absent bound waits at its end of the axis', () => {
  expect(placeHandle(scale, 'min', null)).toEqual({ x: 0, state: 'unset' })
  expect(placeHandle(scale, 'max', null)).toEqual({ x: 500, state: 'unset' })
})

test('a bound outside of what is shown stands at the edge nearest to it', () => {
  expect(placeHandle(scale, 'max', 2000)).toEqual({ x: 500, state: 'after' })
  expect(placeHandle(scale, 'max', -5)).toEqual({ x: 0, state: 'before' })
})

test('the pointer takes the nearest handle within reach', () => {
  const places = { min: placeHandle(scale, 'min', 200), max: placeHandle(scale, 'max', 220) }
  expect(findHandleAt(places, 102)).toBe('min')
  expect(findHandleAt(places, 108)).toBe('max')
  expect(findHandleAt(places, 300)).toBeUndefined()
})

test('of two handles at one place the pointer takes the one that can move its way', () => {
  const places = { min: placeHandle(scale, 'min', 200), max: placeHandle(scale, 'max', 200) }
  expect(findHandleAt(places, 97)).toBe('min')
  expect(findHandleAt(places, 103)).toBe('max')
})

test('a bound moved to the outer end of the whole axis is taken away, and stays when the axis goes on', () => {
  expect(boundAtPixel(scale, { bound: 'max', x: 520, other: null, isOuterEnd: true, isWhole: false })).toBeNull()
  expect(boundAtPixel(scale, { bound: 'max', x: 520, other: null, isOuterEnd: false, isWhole: false })).toBe(1000)
  expect(boundAtPixel(scale, { bound: 'min', x: -3, other: null, isOuterEnd: true, isWhole: false })).toBeNull()
})

test('a bound never crosses the other', () => {
  expect(boundAtPixel(scale, { bound: 'max', x: 50, other: 400, isOuterEnd: true, isWhole: false })).toBe(400)
  expect(boundAtPixel(scale, { bound: 'min', x: 450, other: 400, isOuterEnd: true, isWhole: false })).toBe(400)
})

test('arrow keys move by one pixel, with Shift by ten', () => {
  expect(readHandleKey('ArrowLeft', false)).toEqual({ type: 'move', byPx: -1 })
  expect(readHandleKey('ArrowRight', true)).toEqual({ type: 'move', byPx: 10 })
  expect(readHandleKey('Delete', false)).toEqual({ type: 'clear' })
  expect(readHandleKey('Tab', false)).toBeUndefined()
})

test('among whole numbers a handle stops at whole numbers, and every key moves it on', () => {
  const narrow = createValueScale('linear', { min: 0, max: 10 }, 500)
  const move = { bound: 'min' as const, other: 8, isOuterEnd: false, isWhole: true }
  expect(boundAtPixel(narrow, { ...move, x: 173 })).toBe(3)
  expect(boundAfterKey(narrow, { ...move, x: 151, from: 3, byPx: 1 })).toBe(4)
  expect(boundAfterKey(narrow, { ...move, x: 401, from: 8, byPx: 1 })).toBe(8)
  expect(boundAfterKey(narrow, { ...move, isWhole: false, x: 151, from: 3, byPx: 1 })).toBe(3.02)
})

import { expect, test } from 'vitest'
import { boundAtPixel, findHandleAt, placeHandle, readHandleKey } from '../../../renderer/charts/cut-handle-logic.ts'
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
  expect(boundAtPixel(scale, { bound: 'max', x: 520, other: null, isOuterEnd: true })).toBeNull()
  expect(boundAtPixel(scale, { bound: 'max', x: 520, other: null, isOuterEnd: false })).toBe(1000)
  expect(boundAtPixel(scale, { bound: 'min', x: -3, other: null, isOuterEnd: true })).toBeNull()
})

test('a bound never crosses the other', () => {
  expect(boundAtPixel(scale, { bound: 'max', x: 50, other: 400, isOuterEnd: true })).toBe(400)
  expect(boundAtPixel(scale, { bound: 'min', x: 450, other: 400, isOuterEnd: true })).toBe(400)
})

test('arrow keys move by one pixel, with Shift by ten', () => {
  expect(readHandleKey('ArrowLeft', false)).toEqual({ type: 'move', byPx: -1 })
  expect(readHandleKey('ArrowRight', true)).toEqual({ type: 'move', byPx: 10 })
  expect(readHandleKey('Delete', false)).toEqual({ type: 'clear' })
  expect(readHandleKey('Tab', false)).toBeUndefined()
})

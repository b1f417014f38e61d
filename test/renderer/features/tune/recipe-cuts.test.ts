import { expect, test } from 'vitest'
import { areSameCuts, boundaryBound, cutOf, withBound, withoutSignal } from '../../../../renderer/features/tune/recipe-cuts.ts'

const cuts = [
  { signal: 'max_line_length', min: null, max: 1000 },
  { signal: 'alphanumeric_fraction', min: 0.25, max: null },
]

test('a changed bound keeps the order of the recipe and a new signal comes last', () => {
  expect(withBound(cuts, { signal: 'max_line_length', bound: 'max', value: 500 })[0]).toEqual({
    signal: 'max_line_length',
    min: null,
    max: 500,
  })
  expect(withBound(cuts, { signal: 'line_count', bound: 'min', value: 3 })[2]).toEqual({
    signal: 'line_count',
    min: 3,
    max: null,
  })
})

test('a cut that loses its last bound is taken out', () => {
  expect(withBound(cuts, { signal: 'max_line_length', bound: 'max', value: null })).toEqual(cuts.slice(1))
  expect(withBound(cuts, { signal: 'line_count', bound: 'max', value: null })).toEqual(cuts)
  expect(withoutSignal(cuts, 'max_line_length')).toEqual(cuts.slice(1))
})

test('a bound that would pass the other one stops at it and leaves it where it is', () => {
  const both = [{ signal: 'line_count', min: 10, max: 100 }]
  expect(withBound(both, { signal: 'line_count', bound: 'min', value: 200 })).toEqual([
    { signal: 'line_count', min: 100, max: 100 },
  ])
  expect(withBound(both, { signal: 'line_count', bound: 'max', value: 5 })).toEqual([{ signal: 'line_count', min: 10, max: 10 }])
})

test('two recipes are the same when rules and order are', () => {
  expect(areSameCuts(cuts, structuredClone(cuts))).toBe(true)
  expect(areSameCuts(cuts, cuts.toReversed())).toBe(false)
  expect(areSameCuts(cuts, cuts.slice(1))).toBe(false)
})

test('neighbours are listed for the bound that was touched last, if it is set', () => {
  expect(boundaryBound(cutOf(cuts, 'max_line_length'), 'min')).toBe('max')
  expect(boundaryBound({ signal: 'x', min: 1, max: 2 }, 'min')).toBe('min')
  expect(boundaryBound({ signal: 'x', min: 1, max: null }, null)).toBe('min')
  expect(boundaryBound(cutOf(cuts, 'line_count'), 'max')).toBeNull()
})

test('several cuts on one signal act as their tightest bounds, and a change makes them one', () => {
  const twice = [{ signal: 'line_count', min: 1, max: 500 }, ...cuts, { signal: 'line_count', min: 10, max: null }]
  expect(cutOf(twice, 'line_count')).toEqual({ signal: 'line_count', min: 10, max: 500 })
  expect(withBound(twice, { signal: 'line_count', bound: 'max', value: 400 })).toEqual([
    { signal: 'line_count', min: 10, max: 400 },
    ...cuts,
  ])
})

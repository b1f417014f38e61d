import { expect, test } from 'vitest'
import { type Rule, ruleKeys } from '#contracts/rule'
import { areSameRules, boundaryBound, cutOf, withBound, withoutRule } from '../../../../renderer/features/tune/recipe-rules.ts'

const threshold = (signal: string, more: object): Rule => ruleKeys.parse({ rule: 'threshold', signal, ...more })
const category = ruleKeys.parse({ rule: 'category', property: 'language', drop: ['HTML'] })
const rules = [threshold('max_line_length', { max: 1000 }), category, threshold('alphanumeric_fraction', { min: 0.25 })]
const effect = { minPercentile: null, maxPercentile: null, waitsFor: null }
const none = { documents: 0, bytes: 0 }

test('a changed bound keeps the order of the recipe and a new signal comes last', () => {
  const [first, ...others] = withBound(rules, { signal: 'max_line_length', bound: 'max', value: 500 })
  expect([first, ...others]).toEqual([threshold('max_line_length', { max: 500 }), ...rules.slice(1)])
  expect(withBound(rules, { signal: 'line_count', bound: 'min', value: 3 })).toEqual([
    ...rules,
    threshold('line_count', { min: 3 }),
  ])
})

test('a threshold that loses its last bound is taken out, unless languages have bounds of their own', () => {
  expect(withBound(rules, { signal: 'max_line_length', bound: 'max', value: null })).toEqual(rules.slice(1))
  expect(withBound(rules, { signal: 'line_count', bound: 'max', value: null })).toEqual(rules)
  expect(withoutRule(rules, 1)).toEqual([rules[0], rules[2]])
  const languages = { HTML: { min: null, max: 5 } }
  const own = [threshold('line_count', { max: 3, languages })]
  expect(withBound(own, { signal: 'line_count', bound: 'max', value: null })).toEqual([threshold('line_count', { languages })])
})

test('a bound that would pass the other one stops at it and leaves it where it is', () => {
  const both = [threshold('line_count', { min: 10, max: 100 })]
  const move = (bound: 'min' | 'max', value: number) => withBound(both, { signal: 'line_count', bound, value })
  expect(move('min', 200)).toEqual([threshold('line_count', { min: 100, max: 100 })])
  expect(move('max', 5)).toEqual([threshold('line_count', { min: 10, max: 10 })])
})

test('two recipes are the same when rules and order are', () => {
  expect(areSameRules(rules, structuredClone(rules))).toBe(true)
  expect(areSameRules(rules, rules.toReversed())).toBe(false)
  expect(areSameRules(rules, rules.slice(1))).toBe(false)
})

test('neighbours are listed for the bound that was touched last, if it is set', () => {
  expect(boundaryBound(cutOf(rules, 'max_line_length'), 'min')).toBe('max')
  expect(boundaryBound({ signal: 'x', min: 1, max: 2 }, 'min')).toBe('min')
  expect(boundaryBound({ signal: 'x', min: 1, max: null }, null)).toBe('min')
  expect(boundaryBound(cutOf(rules, 'line_count'), 'max')).toBeNull()
})

test('a percentile stands where the engine found it, stops the other bound there, and stays one when that moves', () => {
  const share = [threshold('line_count', { min: 1, max: { percentile: 95 } })]
  const effects = [{ ...effect, min: 1, max: 400, dropped: none, droppedAlone: none, droppedFirst: none }]
  expect(cutOf(share, 'line_count')).toEqual({ signal: 'line_count', min: 1, max: null })
  expect(cutOf(share, 'line_count', effects)).toEqual({ signal: 'line_count', min: 1, max: 400 })
  expect(withBound(share, { signal: 'line_count', bound: 'min', value: 500, effects })).toEqual([
    threshold('line_count', { min: 400, max: { percentile: 95 } }),
  ])
})

test('handles move no threshold that is for some documents only', () => {
  const scoped = threshold('line_count', { max: 5, only: { languages: ['HTML'] } })
  expect(cutOf([scoped], 'line_count')).toEqual({ signal: 'line_count', min: null, max: null })
  expect(withBound([scoped], { signal: 'line_count', bound: 'max', value: 9 })).toEqual([
    scoped,
    threshold('line_count', { max: 9 }),
  ])
})

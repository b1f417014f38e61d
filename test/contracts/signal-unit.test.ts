import { expect, test } from 'vitest'
import { sayUnit } from '#contracts/signal-unit'

test.each([
  ['lines', 2, 'lines'],
  ['lines', 0, 'lines'],
  ['lines', 1, 'line'],
  ['libraries', 1, 'library'],
  ['bits per byte', 1, 'bits per byte'],
  ['fraction', 0.5, ''],
  ['perplexity', 3, ''],
  ['', 3, ''],
])('of “%s” after %d stands “%s”', (unit, value, said) => {
  expect(sayUnit(unit, value)).toBe(said)
})

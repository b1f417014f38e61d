import { describe, expect, test } from 'vitest'
import { chooseBands, type MinHashBands } from '#native'

describe('the bands of a threshold', () => {
  test.each<[number, number, MinHashBands]>([
    // What datasketch 2.0.0 chooses.
    [0.7, 256, { bands: 25, rows: 10 }],
    [0.85, 256, { bands: 13, rows: 19 }],
    [0.5, 128, { bands: 25, rows: 5 }],
    [0.8, 128, { bands: 9, rows: 13 }],
    [0.9, 128, { bands: 5, rows: 25 }],
    [0.7, 240, { bands: 24, rows: 10 }],
  ])('for %f and %i permutations are those of datasketch', (threshold, permutations, bands) => {
    expect(chooseBands({ threshold, permutations })).toEqual(bands)
  })

  test('refuse wrong numbers', () => {
    expect(() => chooseBands({ threshold: 1.5, permutations: 256 })).toThrow('threshold is 1.5')
    expect(() => chooseBands({ threshold: Number.NaN, permutations: 256 })).toThrow('threshold')
    expect(() => chooseBands({ threshold: 0.7, permutations: 0 })).toThrow('permutations is 0')
    expect(() => chooseBands({ threshold: 0.7, permutations: 8, falsePositiveWeight: -1 })).toThrow('negative')
  })
})

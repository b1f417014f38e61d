import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseBands, chooseRecallBands, detectionProbability, type MinHashBands } from '#native'

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

describe('the bands for recall', () => {
  /** The area under the detection curve below the threshold. */
  function falseCandidates(bands: MinHashBands, threshold: number): number {
    const steps = Math.round(threshold * 1000)
    return Array.from({ length: steps }, (_, step) => detectionProbability(bands, (step + 0.5) / 1000)).reduce((a, b) => a + b, 0)
  }

  test('find the pairs at the threshold, with the least false candidates of all that do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 1000 }),
        fc.constantFrom(64, 128, 240, 256),
        fc.constantFrom(0.9, 0.99, 0.994),
        (perMille, permutations, recall) => {
          const threshold = perMille / 1000
          const chosen = chooseRecallBands({ threshold, permutations, recall })
          expect(chosen.bands * chosen.rows).toBeLessThanOrEqual(permutations)
          expect(detectionProbability(chosen, threshold)).toBeGreaterThanOrEqual(recall)
          const least = falseCandidates(chosen, threshold)
          for (let rows = 1; rows <= permutations; rows++) {
            for (let bands = 1; bands * rows <= permutations; bands++) {
              if (detectionProbability({ bands, rows }, threshold) < recall) continue
              expect(falseCandidates({ bands, rows }, threshold)).toBeGreaterThanOrEqual(least - 1e-9)
              break
            }
          }
        },
      ),
      { numRuns: 10 },
    )
  })

  test('come as near as they can where none reach the recall', () => {
    expect(chooseRecallBands({ threshold: 0.05, permutations: 16 })).toEqual({ bands: 16, rows: 1 })
    expect(chooseRecallBands({ threshold: 0, permutations: 8 })).toEqual({ bands: 8, rows: 1 })
    expect(chooseRecallBands({ threshold: 1, permutations: 8 })).toEqual({ bands: 1, rows: 8 })
  })

  test('refuse wrong numbers', () => {
    expect(() => chooseRecallBands({ threshold: 0.7, permutations: 256, recall: 1 })).toThrow('recall is 1')
    expect(() => chooseRecallBands({ threshold: -1, permutations: 256 })).toThrow('threshold is -1')
  })
})

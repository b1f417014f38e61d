import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrate, calibrateAll, fitIsotonic, fitPlatt } from '#engine/curation/steps/quality/calibration'

/** Examples whose classes are drawn with the probability that `toProbability` gives for the score. */
function draw(count: number, toProbability: (score: number) => number) {
  let state = 12345
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const scores = Array.from({ length: count }, () => next() * 8 - 4)
  return { scores, labels: scores.map((score) => Number(next() < toProbability(score))) }
}

const examplesOfBothClasses = fc
  .array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0, 1)), { minLength: 2, maxLength: 60 })
  .filter((pairs) => new Set(pairs.map(([, label]) => label)).size === 2)
  .map((pairs) => ({ scores: pairs.map(([score]) => score), labels: pairs.map(([, label]) => label) }))

const fits = [
  ['fitPlatt', fitPlatt],
  ['fitIsotonic', fitIsotonic],
] as const

describe.each(fits)('%s', (_, fitTo) => {
  test('finds the probabilities that the examples were drawn with', () => {
    const toProbability = (score: number) => 1 / (1 + Math.exp(-1.5 * score + 0.7))
    const calibration = fitTo(draw(20_000, toProbability))
    for (const score of [-3, -1, 0, 0.5, 1, 3]) {
      expect(Math.abs(calibrate(calibration, score) - toProbability(score))).toBeLessThan(0.05)
    }
  })

  test('keeps the order of the scores if class 1 has higher ones', () => {
    const calibration = fitTo(draw(500, (score) => (score > 0 ? 0.9 : 0.2)))
    const probabilities = calibrateAll(
      calibration,
      Array.from({ length: 101 }, (_, index) => index / 10 - 5),
    )
    expect(probabilities.every((value, index) => index === 0 || value >= (probabilities[index - 1] ?? 0))).toBe(true)
  })

  test('gives probabilities for any score of any examples of both classes', () => {
    fc.assert(
      fc.property(examplesOfBothClasses, fc.double({ noNaN: true }), (examples, score) => {
        const probability = calibrate(fitTo(examples), score)
        expect(probability).toBeGreaterThanOrEqual(0)
        expect(probability).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('gives the share of class 1 where all scores are equal', () => {
    const calibration = fitTo({ scores: [5, 5, 5, 5], labels: [1, 0, 1, 1] })
    // Platt's targets draw it towards one half.
    expect(calibrate(calibration, 5)).toBeGreaterThan(0.6)
    expect(calibrate(calibration, 5)).toBeLessThanOrEqual(0.75)
  })

  test('keeps the mean of what it was fitted to', () => {
    const examples = draw(3000, (score) => (score > 1 ? 0.7 : 0.1))
    const probabilities = calibrateAll(fitTo(examples), examples.scores)
    const mean = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0) / 3000
    expect(mean(probabilities)).toBeCloseTo(mean(examples.labels), 2)
  })

  test('names what is wrong with the examples', () => {
    expect(() => fitTo({ scores: [1, 2], labels: [0] })).toThrow('There are 2 scores and 1 labels')
    expect(() => fitTo({ scores: [1, Number.NaN], labels: [0, 1] })).toThrow('Score 1 is NaN')
    expect(() => fitTo({ scores: [1, 2], labels: [0, 2] })).toThrow('Label 1 is 2')
    expect(() => fitTo({ scores: [1, 2], labels: [1, 1] })).toThrow('both classes')
    expect(() => fitTo({ scores: [], labels: [] })).toThrow(RangeError)
  })
})

describe('fitPlatt', () => {
  test('finds the minimum of the cross entropy', () => {
    fc.assert(
      fc.property(examplesOfBothClasses, (examples) => {
        const { a, b } = fitPlatt(examples)
        const best = crossEntropyOf(examples, a, b)
        const spread = Math.max(...examples.scores.map(Math.abs), 1e-3)
        for (const [stepA, stepB] of [
          [0.01 / spread, 0],
          [-0.01 / spread, 0],
          [0, 0.01],
          [0, -0.01],
        ] as const) {
          expect(crossEntropyOf(examples, a + stepA, b + stepB)).toBeGreaterThanOrEqual(best - 1e-6)
        }
      }),
    )
  })

  test('does not become certain of separable scores', () => {
    const calibration = fitPlatt({ scores: [-2, -1, 1, 2], labels: [0, 0, 1, 1] })
    expect(calibrate(calibration, 2)).toBeGreaterThan(0.7)
    expect(calibrate(calibration, 2)).toBeLessThan(0.9)
  })

  test('gives the same probabilities for scores of another scale', () => {
    const examples = draw(200, (score) => 1 / (1 + Math.exp(-score)))
    const shifted = { ...examples, scores: examples.scores.map((score) => score * 1000 + 1e6) }
    expect(calibrate(fitPlatt(shifted), 1_001_000)).toBeCloseTo(calibrate(fitPlatt(examples), 1), 6)
  })
})

describe('fitIsotonic', () => {
  test('pools neighbours that are in the wrong order', () => {
    const calibration = fitIsotonic({ scores: [1, 2, 3, 4, 5], labels: [0, 1, 0, 1, 1] })
    expect(calibration).toEqual({ kind: 'isotonic', scores: [1, 2, 3, 4, 5], probabilities: [0, 0.5, 0.5, 1, 1] })
    expect(calibrate(calibration, 1.5)).toBe(0.25)
    expect(calibrate(calibration, -100)).toBe(0)
    expect(calibrate(calibration, 100)).toBe(1)
    expect(calibrate(calibration, Number.NaN)).toBeNaN()
  })

  test('has the least squared error among rising functions', () => {
    fc.assert(
      fc.property(
        examplesOfBothClasses,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }),
        (examples, other) => {
          const rising = other.toSorted((a, b) => a - b)
          const sorted = [...new Set(examples.scores)].sort((a, b) => a - b)
          const best = squaredError(examples, (score) => calibrate(fitIsotonic(examples), score))
          expect(squaredError(examples, (score) => rising[sorted.indexOf(score)] ?? 0)).toBeGreaterThanOrEqual(best - 1e-9)
        },
      ),
    )
  })
})

type Examples = { scores: readonly number[]; labels: readonly number[] }

function squaredError({ scores, labels }: Examples, toProbability: (score: number) => number): number {
  return scores.reduce((sum, score, index) => sum + (toProbability(score) - (labels[index] ?? 0)) ** 2, 0)
}

/** With Platt's targets. */
function crossEntropyOf({ scores, labels }: Examples, a: number, b: number): number {
  const positives = labels.filter((label) => label === 1).length
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (labels.length - positives + 2)]
  return scores.reduce((sum, score, index) => {
    const exponent = a * score + b
    const target = labels[index] === 1 ? high : low
    const logarithm = Math.max(exponent, 0) + Math.log1p(Math.exp(-Math.abs(exponent)))
    return sum + logarithm - (1 - target) * exponent
  }, 0)
}

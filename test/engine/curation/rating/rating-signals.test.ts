import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseSample } from '#engine/curation/rating/choose-sample'
import { likeliestRating, meanRating } from '#engine/curation/rating/rating-signals'

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 })

test('the mean of ratings does not depend on how much of the probability is on them, and lies between 0 and 5', () => {
  fc.assert(
    fc.property(shares, fc.double({ min: 0.01, max: 1, noNaN: true }), (probabilities, scale) => {
      fc.pre(Math.max(...probabilities) > 1e-6)
      const mean = meanRating({ probabilities })
      expect(mean).toBeGreaterThanOrEqual(0)
      expect(mean).toBeLessThanOrEqual(5 + 1e-9)
      expect(meanRating({ probabilities: probabilities.map((each) => each * scale) })).toBeCloseTo(mean, 6)
    }),
  )
})

test('a rating that is certain is the mean and the likeliest; without any probability there is neither', () => {
  for (let rating = 0; rating <= 5; rating++) {
    const probabilities = [0, 0, 0, 0, 0, 0].with(rating, 0.3)
    expect([meanRating({ probabilities }), likeliestRating({ probabilities })]).toEqual([rating, rating])
  }
  expect([meanRating({ probabilities: [0, 0] }), likeliestRating({ probabilities: [0, 0] })]).toEqual([Number.NaN, Number.NaN])
})

test('a larger sample of the same seed begins with the smaller one, whatever the order of the documents', () => {
  const ids = fc.uniqueArray(fc.nat(1_000_000), { maxLength: 200 })
  fc.assert(
    fc.property(ids, fc.nat(300), fc.nat(300), fc.nat(999_999_999), (all, one, other, seed) => {
      const [small, large] = [Math.min(one, other), Math.max(one, other)]
      const chosen = chooseSample(all, { count: large, seed })
      expect(chooseSample(all.toReversed(), { count: small, seed })).toEqual(chosen.slice(0, small))
      expect(chosen).toHaveLength(Math.min(large, all.length))
      expect(new Set(chosen).size).toBe(chosen.length)
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureScores } from '../../../../../main/engine/curation/steps/quality/measure-scores.ts'

test('examples that are told apart have a curve that shows it', () => {
  const { rocAuc, averagePrecision, brier, brierOfShare, thresholds } = measureScores({
    probabilities: [1, 0.75, 0.25, 0],
    labels: [1, 1, 0, 0],
  })
  expect([rocAuc, averagePrecision, brier, brierOfShare]).toEqual([1, 1, 0.03125, 0.25])
  expect(thresholds).toHaveLength(101)
  expect(thresholds[0]).toEqual({ threshold: 0, precision: 0.5, recall: 1 })
  expect(thresholds[50]).toEqual({ threshold: 0.5, precision: 1, recall: 1 })
  expect(thresholds[80]).toEqual({ threshold: 0.8, precision: 1, recall: 0.5 })
})

test('a threshold above every score keeps nothing, so there is no precision', () => {
  const { thresholds } = measureScores({ probabilities: [0.5, 0.25], labels: [1, 0] })
  expect(thresholds[60]).toEqual({ threshold: 0.6, precision: null, recall: 0 })
})

test('the chance that a good example scores higher is that of all pairs, whatever ties there are', () => {
  const example = fc.record({ probability: fc.nat(5).map((part) => part / 5), label: fc.nat(1) })
  fc.assert(
    fc.property(fc.array(example, { minLength: 2, maxLength: 20 }), (examples) => {
      const ofLabel = (label: number) => examples.filter((each) => each.label === label).map(({ probability }) => probability)
      const [bad, good] = [ofLabel(0), ofLabel(1)]
      fc.pre(bad.length > 0 && good.length > 0)
      const wins = good.flatMap((one) => bad.map((other) => (one > other ? 1 : one === other ? 0.5 : 0) as number))
      const { rocAuc } = measureScores({
        probabilities: examples.map(({ probability }) => probability),
        labels: examples.map(({ label }) => label),
      })
      expect(rocAuc).toBeCloseTo(wins.reduce((sum, win) => sum + win, 0) / wins.length)
    }),
  )
})

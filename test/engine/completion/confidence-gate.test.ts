import { expect, test } from 'vitest'
import { judgeConfidence, meanConfidence } from '#engine/completion/confidence-gate'

const tokens = (...pairs: [string, number][]) => pairs.map(([text, confidence]) => ({ text, confidence }))
const running = { complete: false, mode: 'multiple', thresholds: { start: 0.2, line: 0.2 } } as const

test('waits for a few tokens before it judges', () => {
  expect(judgeConfidence(tokens(['a', 0.01]), running)).toEqual({ status: 'unknown' })
  expect(judgeConfidence(tokens(['a', 0.01]), { ...running, complete: true })).toEqual({ status: 'low' })
})

test('refuses a doubtful start', () => {
  expect(judgeConfidence(tokens(['a', 0.1], ['b', 0.1], ['c', 0.3]), running)).toEqual({ status: 'low' })
})

test('forgives one doubtful token in a sure line', () => {
  const verdict = judgeConfidence(tokens(['a', 0.9], ['b', 0.05], ['c', 0.9], ['d', 0.9]), running)
  expect(verdict).toEqual({ status: 'confident', length: 4, finished: false })
})

test('keeps sure lines and ends before a doubtful one', () => {
  const verdict = judgeConfidence(tokens(['a', 0.9], ['b\n', 0.9], ['c', 0.9], ['d', 0.01], ['e\n', 0.01]), running)
  expect(verdict).toEqual({ status: 'confident', length: 3, finished: true })
})

test('what is doubtful is a matter of the thresholds', () => {
  const unsure = tokens(['a', 0.1], ['b', 0.1], ['c', 0.1])
  expect(judgeConfidence(unsure, { ...running, thresholds: { start: 0.05, line: 0.05 } })).toMatchObject({ status: 'confident' })
  const complete = { ...running, complete: true }
  expect(judgeConfidence(unsure, { ...complete, thresholds: { start: 0.05, line: 0.2 } })).toEqual({ status: 'low' })
})

test('takes the geometric mean of probabilities', () => {
  expect(meanConfidence(tokens(['a', 0.1], ['b', 0.4]))).toBeCloseTo(0.2)
})

import { expect, test } from 'vitest'
import { findMeanBits, toHeatMarks } from '../../../../../renderer/features/data/heat/heat-marks.ts'
import { findHeatStep } from '../../../../../renderer/features/data/heat/heat-steps.ts'

const scores = {
  scorer: 'm',
  starts: Uint32Array.of(0, 3),
  ends: Uint32Array.of(3, 4),
  bits: Float32Array.of(0.5, 12),
  matchedLengths: Uint8Array.of(3, 0),
  scoredTo: 4,
}

test('a token has the colour of the last bound that its bits reach', () => {
  expect([0, 0.99, 1, 2.9, 3, 6, 9.9, 10, 40].map(findHeatStep)).toEqual([0, 0, 1, 1, 2, 3, 3, 4, 4])
})

test('each token says what it is, its bits, its probability and the n-gram that was found', () => {
  expect(toHeatMarks(scores, 'def\n')).toEqual([
    { offset: 0, length: 3, className: null, note: '"def"\n0.50 bits, probability 71 %\nFound as 3-gram' },
    { offset: 3, length: 1, className: 'code-heat-4', note: '"\\n"\n12.00 bits, probability 1 in 4,096\nNot known to the model' },
  ])
  const [first] = toHeatMarks({ ...scores, matchedLengths: null }, 'def\n')
  expect(first?.note).toBe('"def"\n0.50 bits, probability 71 %')
})

test('the mean is that of all tokens, and there is none of nothing', () => {
  expect(findMeanBits(scores)).toBe(6.25)
  expect(findMeanBits({ ...scores, bits: new Float32Array() })).toBeNull()
})

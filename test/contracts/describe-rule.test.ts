import { expect, test } from 'vitest'
import { describeHit } from '#contracts/describe-hit'
import { describeRule } from '#contracts/describe-rule'
import { hit } from '#contracts/hit'
import { ruleKeys } from '#contracts/rule'

const words = { lines: { label: 'Lines', unit: 'lines' }, mean: { label: 'Mean line length', unit: 'characters' } }
const findSignal = (name: string) => words[name as keyof typeof words]
const describe = (value: object) => describeRule(ruleKeys.parse(value), findSignal)

test.each([
  [{ rule: 'threshold', signal: 'lines', max: 10 }, 'Lines is at most 10 lines.'],
  [{ rule: 'threshold', signal: 'lines', min: 1, max: 10 }, 'Lines is from 1 to 10 lines.'],
  [{ rule: 'threshold', signal: 'lines', min: { percentile: 1 } }, 'Lines is at least its 1st percentile.'],
  [
    { rule: 'threshold', signal: 'lines', max: { percentile: 95 }, byLanguage: true },
    'Lines is at most its 95th percentile of each language.',
  ],
  [{ rule: 'threshold', signal: 'lines', languages: { SQL: { max: 9 } } }, 'Lines is anything (SQL: at most 9 lines).'],
  [{ rule: 'threshold', signal: 'gone', max: 1, only: { extensions: ['.md'] } }, 'gone is at most 1, only for .md.'],
  [{ rule: 'category', property: 'language', drop: ['HTML', 'CSS'] }, 'The language is not HTML or CSS.'],
  [{ rule: 'category', property: 'licence-class', keep: ['permissive'] }, 'What the licence asks for is permissive.'],
  [{ rule: 'score', keepShare: 0.3 }, 'quality is among the best 30 %.'],
])('a rule is a sentence: %j', (value, sentence) => {
  expect(describe(value)).toBe(sentence)
})

test('a hit tells value, bound and margin without the noise of single precision', () => {
  const value = Math.fround(317.66666)
  const found = hit.parse({ kind: 'threshold', rule: 0, signal: 'mean', bound: 'max', cut: 100, value })
  expect(describeHit(found, findSignal)).toBe('Mean line length 317.667 is 217.667 above the maximum of 100')
})

test('a duplicate tells of which, and how alike they are', () => {
  const duplicate = {
    kind: 'duplicate',
    rule: 0,
    of: 3,
    name: 'a.c',
    jaccard: 0.9375,
    clusterSize: 4,
    step: 'near-duplicates',
    cut: 0.85,
  } as const
  expect(describeHit(hit.parse(duplicate), findSignal)).toBe('Duplicate of a.c (similarity 0.9375, one of 4 documents alike)')
  expect(describeHit(hit.parse({ ...duplicate, jaccard: null }), findSignal)).toContain('through others alike')
})

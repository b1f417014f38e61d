import { expect, test } from 'vitest'
import type { Job } from '#contracts/jobs'
import { findEnded } from '../../../../renderer/app/jobs/job-notices.ts'

const job: Job = {
  id: 1,
  scope: 'project',
  kind: 'import',
  title: 'Import src',
  state: 'done',
  unit: 'files',
  done: 10,
  total: 10,
  ratePerSecond: 0,
  remainingSeconds: null,
  problemCount: 0,
  skippedCount: 0,
  waitsFor: null,
  summary: 'Imported 10 files.',
  failure: null,
  startedAt: 1000,
  endedAt: 2000,
}

test('a job is announced once when it ended', () => {
  const seen = { since: 500, announced: new Set<string>() }
  expect(findEnded([{ ...job, state: 'running', endedAt: null }], seen)).toEqual([])
  expect(findEnded([job], seen)).toEqual([job])
  expect(findEnded([job], seen)).toEqual([])
})

test('a job that failed, was resumed and ended is announced twice', () => {
  const seen = { since: 500, announced: new Set<string>() }
  expect(findEnded([{ ...job, state: 'failed' }], seen)).toHaveLength(1)
  expect(findEnded([{ ...job, endedAt: 3000 }], seen)).toHaveLength(1)
})

test('what ended before is history, and what was cancelled needs no words', () => {
  const seen = { since: 2500, announced: new Set<string>() }
  expect(findEnded([job, { ...job, id: 2, state: 'cancelled', endedAt: 3000 }], seen)).toEqual([])
})

test('work that nobody asked for ends without a word, unless it fails', () => {
  const seen = { since: 500, announced: new Set<string>() }
  const index: Job = { ...job, kind: 'index' }
  expect(findEnded([index], seen)).toEqual([])
  expect(findEnded([{ ...index, state: 'failed', endedAt: 3000 }], seen)).toHaveLength(1)
})

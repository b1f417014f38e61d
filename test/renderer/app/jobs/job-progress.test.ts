import { describe, expect, it } from 'vitest'
import type { Job } from '#contracts/jobs'
import { describeProgress } from '../../../../renderer/app/jobs/job-progress.ts'

const running: Job = {
  id: 1,
  scope: 'project',
  kind: 'import',
  title: 'Import',
  state: 'running',
  unit: 'files',
  done: 1200,
  total: 3000,
  ratePerSecond: 340.04,
  remainingSeconds: 5.3,
  problemCount: 0,
  skippedCount: 0,
  waitsFor: null,
  summary: null,
  failure: null,
  startedAt: 0,
  endedAt: null,
}

describe('the progress of a job', () => {
  it('says how far it is, how fast, and how long it takes', () => {
    expect(describeProgress(running)).toBe('1,200 of 3,000 files · 340 files/s · 5.0 s left')
  })

  it('says only what is known', () => {
    expect(describeProgress({ ...running, total: null, remainingSeconds: null })).toBe('1,200 files · 340 files/s')
    expect(describeProgress({ ...running, state: 'paused', ratePerSecond: 0 })).toBe('1,200 of 3,000 files')
  })
})

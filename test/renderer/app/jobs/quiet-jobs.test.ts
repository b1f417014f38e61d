import { expect, test } from 'vitest'
import type { Job } from '#contracts/jobs'
import { separateQuietJobs } from '../../../../renderer/app/jobs/quiet-jobs.ts'

function job(id: number, kind: Job['kind'], state: Job['state'] = 'done'): Job {
  return {
    ...{
      id,
      scope: 'project',
      kind,
      state,
      title: kind,
      unit: 'documents',
      done: 1,
      total: 1,
      ratePerSecond: 0,
      remainingSeconds: null,
    },
    ...{ problemCount: 0, skippedCount: 0, waitsFor: null, summary: null, failure: null, startedAt: 1, endedAt: 2 },
  }
}

const separate = (jobs: Job[]) => {
  const { asked, quiet } = separateQuietJobs(jobs)
  return { asked: asked.map(({ id }) => id), quiet: quiet.map(({ id }) => id) }
}

test('of work that goes on by itself only the last is told, apart from what a person asked for', () => {
  expect(separate([job(4, 'index'), job(3, 'import'), job(2, 'index'), job(1, 'export')])).toEqual({ asked: [3, 1], quiet: [4] })
  expect(separate([])).toEqual({ asked: [], quiet: [] })
})

test('such work that failed is told like any other, until it was done since', () => {
  expect(separate([job(2, 'index', 'failed'), job(1, 'import')])).toEqual({ asked: [2, 1], quiet: [] })
  expect(separate([job(2, 'index'), job(1, 'index', 'failed')])).toEqual({ asked: [], quiet: [2] })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { markStaleSteps } from '#engine/curation/run/mark-stale-steps'
import { planSteps } from '#engine/curation/run/plan-steps'
import { openCurated } from './curate-project.ts'
import { steps } from './trial-steps.ts'

test('values that the next run measures anew are stale, until the parameters are what they were', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'codeshell-stale-'))
  {
    await using curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), { processCount: 1 })
    const { project } = curated
    curated.add(['banana'])
    await curated.run(['letters'])
    const isStale = () => {
      project.markColumnsChanged('now')
      return project.listSignals().find(({ name }) => name === 'letter_count')?.stale
    }
    const plan = (letter: string) => planSteps(steps, [{ kind: 'letters', parameters: { letter } }], { signals: [], steps: [] })
    expect(markStaleSteps(project.database, plan('a'))).toBe(false)
    expect(markStaleSteps(project.database, plan('n'))).toBe(true)
    expect(isStale()).toBe(true)
    expect(markStaleSteps(project.database, plan('a'))).toBe(true)
    expect(isStale()).toBe(false)
    // A recipe that has nothing to do with the step says nothing of it.
    expect(markStaleSteps(project.database, [])).toBe(false)
  }
  await rm(folder, { recursive: true })
})

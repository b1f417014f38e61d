import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { defineStep } from '#engine/curation/run/define-step'
import { planStep } from '#engine/curation/run/plan-steps'
import { statistics } from '#engine/curation/steps/statistics/statistics'
import { openCurated } from './curate-project.ts'

test('what the import measures is not stale for a step of the same name, nor what the step measured for the next opening', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'codeshell-define-'))
  const open = () => openCurated(path.join(folder, 'project'), path.join(folder, 'user'))
  try {
    {
      await using curated = await open()
      curated.add(['int a;\n'])
      const { project } = curated
      const imported = project.listSignals().map(({ name }) => name)
      const { writers } = await defineStep(project, planStep(statistics, {}), { model: null, isAnew: false })
      writers.get('word_count')?.set(0, Float32Array.of(2))
      const stale = () => project.listSignals().filter((signal) => signal.stale)
      expect(stale()).toEqual([])
      expect(imported).toContain('lines')
      await defineStep(project, planStep(statistics, { gopher: false }), { model: null, isAnew: false })
      project.markColumnsChanged('now')
      // Those that the step no longer gives.
      expect(stale().every(({ name }) => name.startsWith('gopher_'))).toBe(true)
      expect(stale()).not.toEqual([])
    }
    await using again = await open()
    const signals = new Map(again.project.listSignals().map(({ name, stale }) => [name, stale]))
    expect([signals.get('lines'), signals.get('word_count')]).toEqual([false, false])
  } finally {
    await rm(folder, { recursive: true })
  }
})

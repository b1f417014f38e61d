import { describe, expect, it } from 'vitest'
import { type CurationReport, curationReport } from '#contracts/curation-report'
import { compareRuns } from '../../../../../renderer/features/tune/runs/compare-runs.ts'

const words = {
  documents: 'documents',
  kept: 'kept',
  keptBytes: 'kept bytes',
  keptTokens: 'kept tokens',
  took: 'all',
  tookStep: (step: string) => `time of ${step}`,
  dropped: (rule: string) => `dropped by ${rule}`,
}

function makeReport(options: { steps: string[]; rules: [string, number][]; kept: number | null }): CurationReport {
  return curationReport.parse({
    documents: 10,
    sizeBytes: 100,
    scoreAll: false,
    steps: options.steps.map((step, index) => ({
      ...{ step, title: step, parameters: {}, documents: 10, knownDocuments: 0, measuredDocuments: 10, measuredBytes: 100 },
      ...{ problems: 0, findings: 0, pairs: null, seconds: index + 1 },
    })),
    rules: options.rules.map(([description, droppedDocuments], rule) => ({
      ...{ rule, description, lacks: null, documents: 10, sizeBytes: 100, droppedDocuments, droppedBytes: 1 },
    })),
    kept: options.kept === null ? null : { documents: options.kept, sizeBytes: options.kept * 10, tokens: options.kept * 3 },
    notes: [],
    seconds: 3,
  })
}

describe('two runs side by side', () => {
  it('have the steps and the rules of both, each found wherever it stands', () => {
    const run = makeReport({ steps: ['a', 'b'], rules: [['x', 1], ['y', 2]], kept: 7 }) // biome-ignore format: pairs
    const other = makeReport({ steps: ['b'], rules: [['y', 4], ['z', 3]], kept: 3 }) // biome-ignore format: pairs
    const rows = compareRuns(run, other, words).map((row) => [row.label, row.run, row.other])
    expect(rows).toEqual([
      ['documents', 10, 10],
      ['kept', 7, 3],
      ['kept bytes', 70, 30],
      ['kept tokens', 21, 9],
      ['all', 3, 3],
      ['time of b', 2, 1],
      ['time of a', 1, null],
      ['dropped by x', 1, null],
      ['dropped by y', 2, 4],
      ['dropped by z', null, 3],
    ])
  })

  it('add up rules that say the same, and leave open what a run that was stopped does not know', () => {
    const run = makeReport({ steps: [], rules: [['x', 1], ['x', 2]], kept: 7 }) // biome-ignore format: pairs
    const stopped = makeReport({ steps: [], rules: [], kept: null })
    const rows = compareRuns(run, stopped, words)
    expect(rows.find(({ label }) => label === 'kept')).toMatchObject({ run: 7, other: null })
    expect(rows.filter(({ label }) => label === 'dropped by x')).toMatchObject([{ run: 3, other: null }])
  })
})

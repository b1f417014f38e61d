import type { CurationReport } from '#contracts/curation-report'

/** One number of two runs. Null where a run does not have it. */
export interface ComparedNumber {
  readonly label: string
  readonly unit: 'documents' | 'bytes' | 'tokens' | 'seconds'
  readonly run: number | null
  readonly other: number | null
}

/** What two runs came to, step by step and rule by rule. Steps are the same by name, rules by what they keep. */
export function compareRuns(
  run: CurationReport,
  other: CurationReport,
  words: {
    documents: string
    kept: string
    keptBytes: string
    keptTokens: string
    took: string
    dropped: (rule: string) => string
    tookStep: (step: string) => string
  },
): ComparedNumber[] {
  const both = (label: string, unit: ComparedNumber['unit'], read: (report: CurationReport) => number | null | undefined) => ({
    label,
    unit,
    run: read(run) ?? null,
    other: read(other) ?? null,
  })
  const titles = new Map([...other.steps, ...run.steps].map(({ step, title }) => [step, title]))
  const rules = new Set([...run.rules, ...other.rules].map(({ description }) => description))
  return [
    both(words.documents, 'documents', ({ documents }) => documents),
    both(words.kept, 'documents', ({ kept }) => kept?.documents),
    both(words.keptBytes, 'bytes', ({ kept }) => kept?.sizeBytes),
    both(words.keptTokens, 'tokens', ({ kept }) => kept?.tokens),
    both(words.took, 'seconds', ({ seconds }) => seconds),
    ...[...titles].map(([step, title]) =>
      both(words.tookStep(title), 'seconds', ({ steps }) => steps.find((each) => each.step === step)?.seconds),
    ),
    ...[...rules].map((rule) =>
      both(words.dropped(rule), 'documents', (report) => {
        const same = report.rules.filter(({ description }) => description === rule)
        return same.length === 0 ? null : same.reduce((sum, { droppedDocuments }) => sum + droppedDocuments, 0)
      }),
    ),
  ]
}

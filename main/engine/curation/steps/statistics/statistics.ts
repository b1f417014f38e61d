import { z } from 'zod'
import { codeMeasureColumns, gopherRepetitionColumns, measureCode, measureGopherRepetition } from '#native'
import type { DocumentStep, SignalWords } from '../step.ts'
import { takeColumns } from '../take-columns.ts'
import { codeWords } from './code-words.ts'
import { gopherWords } from './gopher-words.ts'

interface StatisticsParameters {
  gopher: boolean
}

const codeSignals = codeMeasureColumns.map((name): SignalWords => ({ name, ...codeWords[name] }))
const gopherSignals = gopherRepetitionColumns.map((name): SignalWords => ({ name, ...gopherWords[name] }))

/** Everything that public pipelines for code count, beside what every document gets when it is imported. */
export const statistics: DocumentStep<StatisticsParameters> = {
  kind: 'statistics',
  title: 'Statistics',
  description: 'Counts characters, lines, words, repetition, encoded data and marks of generated code, as public pipelines do.',
  scope: 'document',
  version: 1,
  costMsPerMb: 150,
  parameters: z.strictObject({
    gopher: z
      .boolean()
      .default(true)
      .describe(
        'Also measure repetition exactly as datatrove does, so that its published cut-offs hold; it takes half of the time.',
      ),
  }),
  describe: ({ gopher }) => ({ signals: gopher ? [...codeSignals, ...gopherSignals] : codeSignals }),
  needs: () => ({}),
  async open({ parameters }) {
    return {
      async run(batch, signal) {
        const code = takeColumns(codeMeasureColumns, await measureCode(batch, { signal }))
        if (!parameters.gopher) return { signals: code }
        const gopher = takeColumns(gopherRepetitionColumns, await measureGopherRepetition(batch, { signal }))
        return { signals: { ...code, ...gopher } }
      },
      async [Symbol.asyncDispose]() {},
    }
  },
}

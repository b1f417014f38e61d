import { z } from 'zod'
import type { DocumentStep } from '../step.ts'
import { createSyntaxRun } from './syntax-run.ts'
import { syntaxSignals } from './syntax-signals.ts'
import { openSyntaxThread } from './syntax-thread.ts'

export interface SyntaxParameters {
  max_bytes: number
  max_seconds: number
}

/** Grammars take 40 MB, and a tree 50 to 300 bytes for each byte of its text. */
const leastMemoryBytes = 256 * 2 ** 20
/** WebAssembly has no more. */
const mostMemoryBytes = 2 ** 31 - 2 ** 16

/**
 * What can be told of code once it is parsed: the logical complexity, the well-known libraries and the coding standards of the CodeShell
 * report's last filter, for the languages that there are grammars for.
 */
export const syntax: DocumentStep<SyntaxParameters> = {
  kind: 'syntax',
  title: 'Syntax',
  description:
    'Parses code, and measures logical complexity, comments and documentation, well-known libraries that are imported, and whether names follow the convention of the language.',
  scope: 'document',
  version: 3,
  costMsPerMb: 350,
  parameters: z.strictObject({
    max_bytes: z
      .int()
      .min(1)
      .max(16_000_000)
      .default(4_000_000)
      .describe('Longer documents are not parsed; their values are missing and they are listed as problems.'),
    max_seconds: z
      .number()
      .positive()
      .max(600)
      .default(10)
      .describe('Processor time for one document. One that a parser does not get done with is listed as a problem.'),
  }),
  describe: () => ({ signals: syntaxSignals }),
  needs: () => ({}),
  async open({ parameters, memoryBytes }) {
    const thread = openSyntaxThread({
      maxSeconds: parameters.max_seconds,
      memoryBytes: Math.min(Math.max(memoryBytes, leastMemoryBytes), mostMemoryBytes),
    })
    return createSyntaxRun(thread, parameters.max_bytes)
  },
}

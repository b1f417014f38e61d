import type { DocumentStepRun, StepBatch, StepOutput } from '../step.ts'
import { isMeasured, type Measured } from './document-measurer.ts'
import { syntaxSignals } from './syntax-signals.ts'
import type { SyntaxDocument, SyntaxThread } from './syntax-thread.ts'

/** Documents go to the thread in groups of about this size, so that a message costs little beside parsing. */
const groupBytes = 128 * 1024

/** @param maxBytes longer documents are not parsed */
export function createSyntaxRun(thread: SyntaxThread, maxBytes: number): DocumentStepRun {
  return {
    async run(batch, signal) {
      const output = createOutput(batch.languages.length)
      for (const group of groupDocuments(batch, maxBytes, output.refuse)) {
        const measured = await thread.measure(group, signal)
        for (const [index, { document }] of group.entries()) output.set(document, measured[index] ?? null)
      }
      return { signals: output.signals, problems: output.problems.sort((a, b) => a.document - b.document) }
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}

function* groupDocuments(
  { bytes, offsets, languages }: StepBatch,
  maxBytes: number,
  refuse: (document: number, sizeBytes: number) => void,
): Generator<SyntaxDocument[]> {
  let group: SyntaxDocument[] = []
  let sizeBytes = 0
  for (const [document, language] of languages.entries()) {
    if (!isMeasured(language)) continue
    const [start, end] = [offsets[document] as number, offsets[document + 1] as number]
    if (end - start > maxBytes) {
      refuse(document, end - start)
      continue
    }
    group.push({ document, language, bytes: new Uint8Array(bytes.subarray(start, end)) })
    sizeBytes += end - start
    if (sizeBytes < groupBytes) continue
    yield group
    group = []
    sizeBytes = 0
  }
  if (group.length > 0) yield group
}

function createOutput(count: number) {
  const columns = syntaxSignals.map(({ name }) => [name, new Float32Array(count).fill(Number.NaN)] as const)
  const problems: NonNullable<StepOutput['problems']>[number][] = []
  return {
    signals: Object.fromEntries(columns),
    problems,
    refuse(document: number, sizeBytes: number) {
      problems.push({ document, reason: `It has ${sizeBytes} bytes, more than the step parses.` })
    },
    set(document: number, measured: Measured) {
      if (typeof measured === 'string') problems.push({ document, reason: measured })
      else if (measured !== null) for (const [name, values] of columns) values[document] = measured[name]
    },
  }
}

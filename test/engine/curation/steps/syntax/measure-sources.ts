import type { StepBatch, StepOutput } from '../../../../../main/engine/curation/steps/step.ts'
import { type SyntaxParameters, syntax } from '../../../../../main/engine/curation/steps/syntax/syntax.ts'
import type { SyntaxSignal } from '../../../../../main/engine/curation/steps/syntax/syntax-signals.ts'

export interface Source {
  language: string
  text: string | Uint8Array
}

/** The step as a worker has it open. */
export interface OpenSyntax extends AsyncDisposable {
  /** What it makes of documents, in one batch. */
  measure(sources: readonly Source[]): Promise<StepOutput>
}

export async function openSyntax(parameters: Partial<SyntaxParameters> = {}): Promise<OpenSyntax> {
  const run = await syntax.open({
    parameters: syntax.parameters.parse(parameters),
    prepared: {},
    temporaryFolder: '',
    memoryBytes: 2 ** 29,
  })
  return {
    measure: (sources) => run.run(toBatch(sources), new AbortController().signal),
    [Symbol.asyncDispose]: () => run[Symbol.asyncDispose](),
  }
}

function toBatch(sources: readonly Source[]): StepBatch {
  const documents = sources.map(({ text }) => Buffer.from(text))
  const offsets = new Float64Array(documents.length + 1)
  for (const [index, document] of documents.entries()) offsets[index + 1] = (offsets[index] as number) + document.length
  return {
    bytes: new Uint8Array(Buffer.concat(documents)),
    offsets,
    ids: Uint32Array.from(documents.keys()),
    paths: documents.map(() => null),
    repos: documents.map(() => null),
    languages: sources.map(({ language }) => language),
    signals: {},
  }
}

/** The values of one document, to three places; null where missing. */
export async function measureSource(language: string, text: string): Promise<Record<SyntaxSignal, number | null>> {
  await using step = await openSyntax()
  const { signals } = await step.measure([{ language, text }])
  const round = ([value = Number.NaN]: Float32Array) => (Number.isNaN(value) ? null : Math.round(value * 1000) / 1000)
  const entries = Object.entries(signals).map(([name, values]) => [name, round(values)])
  return Object.fromEntries(entries) as Record<SyntaxSignal, number | null>
}

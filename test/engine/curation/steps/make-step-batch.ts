import type { StepBatch } from '../../../../main/engine/curation/steps/step.ts'

export interface TestDocument {
  text: string | Uint8Array
  path?: string | null
  language?: string
  repo?: string | null
}

/** A batch as a step sees it, from what a test says of its documents. */
export function makeStepBatch(documents: readonly (TestDocument | string)[], signals: StepBatch['signals'] = {}): StepBatch {
  const all = documents.map((document) => (typeof document === 'string' ? { text: document } : document))
  const texts = all.map(({ text }) => (typeof text === 'string' ? new TextEncoder().encode(text) : text))
  const offsets = new Uint32Array(texts.length + 1)
  for (const [index, text] of texts.entries()) offsets[index + 1] = (offsets[index] as number) + text.length
  return {
    ids: Uint32Array.from(all.keys()),
    bytes: new Uint8Array(Buffer.concat(texts)),
    offsets,
    paths: all.map(({ path }) => path ?? null),
    languages: all.map(({ language }) => language ?? 'Text'),
    repos: all.map(({ repo }) => repo ?? null),
    signals,
  }
}

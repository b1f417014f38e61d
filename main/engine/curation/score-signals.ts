import type { DocumentId } from '#contracts/dataset'
import type { TextScore } from '#contracts/inference'
import type { OpenProject, SignalDefinition, SignalWriter } from '../dataset/project/project.ts'
import {
  bitsPerByteName,
  modelSignals,
  perplexityName,
  toBitsPerByte,
  toPerplexity,
} from './steps/model-perplexity/model-signals.ts'

/** Which model scored, and how much of each document it read. */
export interface Scorer {
  readonly name: string
  /** Tells apart model files that have the same name. */
  readonly fingerprint: string
  readonly maxTokens: number
}

export interface ScoreSignals {
  /** Documents that had both values when the signals were opened. */
  hasValues(documentId: DocumentId): boolean
  /** Stores the values of the documents from `firstId` on. */
  set(firstId: number, scores: readonly TextScore[]): void
  /** Makes the values visible, and says how many of the first `total` documents have one. Those after them came in meanwhile. */
  finish(total: number): Promise<{ scored: number; missing: number }>
}

/** What is shown as the origin of the values; equal only for values that can be compared. */
export function describeScorer({ name, fingerprint, maxTokens }: Scorer): string {
  return `${name} (${fingerprint.slice(0, 8)}), first ${maxTokens} tokens`
}

/** Whether the project's values come from another model or another number of tokens, or there are none. */
export function isOtherScorer(project: OpenProject, scorer: Scorer): boolean {
  const producer = describeScorer(scorer)
  const signals = project.listSignals()
  return [perplexityName, bitsPerByteName].some((name) => signals.find((signal) => signal.name === name)?.producer !== producer)
}

/** Opens both signals for writing; values of another scorer are forgotten. */
export async function openScoreSignals(project: OpenProject, scorer: Scorer): Promise<ScoreSignals> {
  const [perplexity, bitsPerByte] = writeBoth(project, scorer)
  const stored = await Promise.all([project.readColumn(perplexityName), project.readColumn(bitsPerByteName)])
  return {
    hasValues: (documentId) => stored.every((column) => !Number.isNaN(column[documentId] ?? Number.NaN)),
    set(firstId, scores) {
      perplexity.set(firstId, Float32Array.from(scores, toPerplexity))
      bitsPerByte.set(firstId, Float32Array.from(scores, toBitsPerByte))
    },
    async finish(total) {
      perplexity.finish()
      bitsPerByte.finish()
      const values = (await project.readColumn(perplexityName)).subarray(0, total)
      const missing = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0)
      return { scored: total - missing, missing }
    },
  }
}

function writeBoth(project: OpenProject, scorer: Scorer): [SignalWriter, SignalWriter] {
  const { fingerprint, maxTokens } = scorer
  const origin = { producer: describeScorer(scorer), producerConfig: { model: fingerprint, maxTokens } }
  const write = (words: Pick<SignalDefinition, 'name' | 'label' | 'unit' | 'description'>) =>
    project.writeSignal({ ...words, ...origin })
  const [perplexity, bitsPerByte] = modelSignals
  return [write(perplexity), write(bitsPerByte)]
}

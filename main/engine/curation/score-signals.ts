import type { DocumentId } from '#contracts/dataset'
import type { TextScore } from '#contracts/inference'
import type { OpenProject, SignalDefinition, SignalWriter } from '../dataset/project/project.ts'

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

export const perplexityName = 'model_perplexity'
export const bitsPerByteName = 'model_bits_per_byte'

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

/** exp of the mean negative log-probability of a token; NaN for a text without a score. */
export function toPerplexity(score: TextScore): number {
  return score.status === 'scored' ? Math.exp(-score.logProbability / score.scoredTokens) : Number.NaN
}

/** Independent of how the model cuts text into tokens, so it can be compared between models. NaN for a text without a score. */
export function toBitsPerByte(score: TextScore): number {
  if (score.status === 'failed' || score.scoredBytes === 0) return Number.NaN
  return -score.logProbability / Math.LN2 / score.scoredBytes
}

function writeBoth(project: OpenProject, scorer: Scorer): [SignalWriter, SignalWriter] {
  const { fingerprint, maxTokens } = scorer
  const origin = { producer: describeScorer(scorer), producerConfig: { model: fingerprint, maxTokens } }
  const write = (words: Pick<SignalDefinition, 'name' | 'label' | 'unit' | 'description'>) =>
    project.writeSignal({ ...words, ...origin })
  return [
    write({
      name: perplexityName,
      label: 'Model perplexity',
      unit: 'perplexity',
      description: 'How surprised the model is by a token of the document on average. High in garbage, low in boilerplate.',
    }),
    write({
      name: bitsPerByteName,
      label: 'Model bits per byte',
      unit: 'bits per byte',
      description: 'Bits that the model needs for a byte of the document. Like perplexity, but comparable between models.',
    }),
  ]
}

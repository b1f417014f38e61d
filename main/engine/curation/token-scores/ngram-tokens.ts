import { AppError } from '#contracts/errors'
import type { TokenScores } from '#contracts/token-scores'
import type { NgramTokenScores } from '#native'
import type { OpenProject } from '../../dataset/project/project.ts'
import { getStepFolder } from '../run/step-folder.ts'
import { createStepStore } from '../run/step-store.ts'
import { readModelPlan } from '../steps/perplexity/model-plan.ts'
import { openModelScorer } from '../steps/perplexity/model-scorer.ts'
import { perplexity } from '../steps/perplexity/perplexity.ts'
import { type ByteToken, toTokenSpans } from './token-spans.ts'

/** A viewer has no more marks than it can draw; tokens of code have three characters and more. */
const MAX_BYTES = 60_000
const BITS_PER_DECIMAL = Math.log2(10)

/**
 * The beginning of a text by the models that the step last made: the one that scored the document's perplexity scores its tokens. Fails with
 * `ngram.none` or `ngram.invalid-model`.
 */
export async function scoreWithNgrams(
  project: OpenProject,
  { text, language }: { text: string; language: string },
  signal: AbortSignal = new AbortController().signal,
): Promise<TokenScores> {
  const files = findModelFiles(project)
  if (!files) {
    throw new AppError(
      'ngram.none',
      `No n-gram models were made in this project yet: run a recipe that has the step “${perplexity.kind}”.`,
      {},
    )
  }
  const plan = await readModelPlan(files)
  const scorer = openModelScorer(plan.clean, files)
  try {
    // Which half a document belongs to is read from all of it, so all of it is scored.
    const scores = await scorer.scoreTokens(new TextEncoder().encode(text), language, signal)
    const spans = toTokenSpans(text, placeTokens(scores))
    const isCut = (scores.offsets.at(-1) ?? 0) > MAX_BYTES
    return { scorer: 'N-gram model', ...spans, scoredTo: isCut ? (spans.ends.at(-1) ?? 0) : text.length }
  } finally {
    scorer.close()
  }
}

function findModelFiles({ folder, database }: OpenProject): Record<string, string> | null {
  const stored = createStepStore(database).find(perplexity.kind)
  if (!stored?.prepared) return null
  const { fromStored } = getStepFolder(folder, stored)
  return Object.fromEntries(Object.entries(stored.prepared).map(([name, file]) => [name, fromStored(file)]))
}

function* placeTokens(scores: NgramTokenScores): Generator<ByteToken> {
  const { log10Probabilities, matchedLengths, offsets, sizes } = scores
  for (const [index, log10Probability] of log10Probabilities.entries()) {
    const start = offsets[index] as number
    const end = start + (sizes[index] as number)
    if (end > MAX_BYTES) return
    yield { start, end, bits: -log10Probability * BITS_PER_DECIMAL, matchedLength: matchedLengths[index] as number }
  }
}

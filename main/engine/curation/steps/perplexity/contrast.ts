import { ngramScoreColumns } from '#native'
import type { Contrast, ModelPlan, Spread } from './model-plan.ts'
import type { ModelScorer } from './model-scorer.ts'
import type { TrainingText } from './training-text.ts'

/** Documents of which means and deviations are taken, about. */
const SAMPLE_DOCUMENTS = 20_000
/** A language with fewer of them is compared with all languages together. */
const MIN_LANGUAGE_DOCUMENTS = 100

/** The natural logarithm of the perplexity in a row of scores; NaN where there was nothing to score. */
export function findLogPerplexity(rows: Float64Array, place: number): number {
  const perplexity = rows[place * ngramScoreColumns.length] as number
  return perplexity > 0 ? Math.log(perplexity) : Number.NaN
}

/**
 * How much more a document surprises the clean model than the noisy one: the difference of the standardised logarithms of its two
 * perplexities (Kim et al. 2025, "Rethinking KenLM: Good and Bad Model Ensembles for Efficient Text Quality Filtering", ACL short papers).
 * Deviations: logarithms, because perplexities have a long tail; both terms weigh the same; means and deviations are those of a sample of
 * the training documents, not of the documents that are filtered, so that no document's value depends on the others.
 */
export function findContrast(contrast: Contrast, { clean, noisy }: { clean: number; noisy: number }): number {
  return standardise(clean, contrast.clean) - standardise(noisy, contrast.noisy)
}

/** What a language is compared with. */
export function findSpreads(plan: ModelPlan, language: string): Contrast | null {
  if (!plan.contrast) return null
  const { general, languages } = plan.contrast
  return Object.hasOwn(languages, language) ? (languages[language] as Contrast) : general
}

/** Scores a sample of the training documents with both models. */
export async function measureContrast(
  scorers: { clean: ModelScorer; noisy: ModelScorer },
  texts: readonly TrainingText[],
  signal: AbortSignal,
): Promise<ModelPlan['contrast']> {
  const all = { clean: createTally(), noisy: createTally() }
  const byLanguage = new Map<string, typeof all>()
  for (const text of texts) {
    const documents = [...text.languages.values()].reduce((sum, amount) => sum + amount.documents, 0)
    const share = Math.min(1, SAMPLE_DOCUMENTS / texts.length / Math.max(1, documents))
    for await (const { bytes, offsets, language } of text.read({ languages: text.languages.keys(), half: null, share }, signal)) {
      const batch = { bytes, offsets, languages: Array<string>(offsets.length - 1).fill(language) }
      const rows = { clean: await scorers.clean.score(batch, signal), noisy: await scorers.noisy.score(batch, signal) }
      const own = byLanguage.get(language) ?? { clean: createTally(), noisy: createTally() }
      byLanguage.set(language, own)
      for (const place of batch.languages.keys()) {
        for (const which of ['clean', 'noisy'] as const) {
          const value = findLogPerplexity(rows[which], place)
          own[which].add(value)
          all[which].add(value)
        }
      }
    }
  }
  const enough = [...byLanguage].filter(([, { clean }]) => clean.count() >= MIN_LANGUAGE_DOCUMENTS)
  const found = enough.flatMap(([language, tallies]) => {
    const contrast = toContrast(tallies)
    return contrast ? [[language, contrast] as const] : []
  })
  return { general: toContrast(all), languages: Object.fromEntries(found) }
}

function standardise(value: number, { mean, deviation }: Spread): number {
  return (value - mean) / deviation
}

function toContrast({ clean, noisy }: { clean: Tally; noisy: Tally }): Contrast | null {
  const [cleanSpread, noisySpread] = [clean.spread(), noisy.spread()]
  return cleanSpread && noisySpread && { clean: cleanSpread, noisy: noisySpread }
}

type Tally = ReturnType<typeof createTally>

/** Mean and deviation in one pass (Welford 1962). */
function createTally() {
  let [count, mean, squares] = [0, 0, 0]
  return {
    count: () => count,
    add(value: number) {
      if (Number.isNaN(value)) return
      count++
      const difference = value - mean
      mean += difference / count
      squares += difference * (value - mean)
    },
    /** Null without two values that differ. */
    spread: (): Spread | null => (squares > 0 ? { mean, deviation: Math.sqrt(squares / (count - 1)) } : null),
  }
}

import { formatPlural } from '#contracts/format-quantity'
import type { WeighedChoices } from '#contracts/inference'
import { meanRating } from './rating-signals.ts'

/** What a model without a chat template is like when it is asked. */
export function plainTextWarning(name: string): string {
  return `${name} has no chat template: it was not trained to answer, so it is asked in plain text, and its ratings may say little. Compare some with what you think before you use them.`
}

/** Below this share the numbers are a small part of what the model would say. */
const leastShare = 0.5

/** Counts what a run of rating gave. */
export interface RatingTally {
  add(answers: readonly WeighedChoices[]): void
  /** Sentences for the end of the job. */
  summarise(run: RatedSample): string
}

interface RatedSample {
  rater: { name: string; rubric: string }
  maxTokens: number
  chatTemplate: boolean
  sampleLength: number
  /** How many of the sample had a rating before. */
  ratedBefore: number
}

export function createRatingTally(): RatingTally {
  let [rated, failed, cut] = [0, 0, 0]
  let [ratingSum, shareSum] = [0, 0]
  return {
    add(answers) {
      for (const answer of answers) {
        if (answer.status === 'failed') {
          failed++
          continue
        }
        rated++
        ratingSum += meanRating(answer) || 0
        shareSum += answer.probabilities.reduce((sum, probability) => sum + probability, 0)
        if (answer.isCut) cut++
      }
    },
    summarise({ rater, maxTokens, chatTemplate, sampleLength, ratedBefore }) {
      if (sampleLength === 0) return 'No document matches, so none was rated.'
      const share = shareSum / rated
      const sentences = [
        `${rater.name} rated ${formatPlural(rated, 'document')} by the rubric ${rater.rubric}${rated > 0 ? `, ${(ratingSum / rated).toFixed(2)} points on average` : ''}.`,
        ratedBefore > 0 && `${formatPlural(ratedBefore, 'document')} of the sample had a rating already.`,
        cut > 0 &&
          `Of ${formatPlural(cut, 'document')} it read the first ${maxTokens} tokens or as many as it can see; the rest does not count.`,
        failed > 0 && `${formatPlural(failed, 'document has', 'documents have')} no rating; the problems of this job say why.`,
        rated > 0 &&
          share < leastShare &&
          `Only ${(100 * share).toPrecision(2)} % of what it would have said was a number from 0 to 5, so do not rely on these ratings.`,
        rated > 0 && !chatTemplate && plainTextWarning(rater.name),
      ]
      return sentences.filter((sentence) => sentence !== false).join(' ')
    },
  }
}

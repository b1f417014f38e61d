import type { OpenProject } from '../../dataset/project/project.ts'
import { listStoredSignals } from '../../dataset/signals/signal-store.ts'
import type { ReadableDatabase } from '../../platform/sqlite.ts'
import type { Rater, Rating, RatingStore } from './rating-store.ts'

export const ratingName = 'model_rating'
export const likeliestRatingName = 'model_likeliest_rating'

/** The ratings of one rater as signals. */
export interface RatingSignals {
  /** Stores what was said of documents, in any order. */
  set(ratings: readonly Rating[]): void
  /** Makes the values visible. */
  finish(): void
}

/** What is shown as the origin of the values; equal only for values that can be compared. */
export function describeRater({ name, fingerprint, rubric, maxTokens }: Rater): string {
  return `${name} (${fingerprint.slice(0, 8)}), rubric ${rubric}, first ${maxTokens} tokens`
}

/** The mean of the ratings by their probabilities, 0 to 5; NaN where the model gave none of them any. */
export function meanRating({ probabilities }: Pick<Rating, 'probabilities'>): number {
  const total = sumOf(probabilities)
  return total > 0 ? probabilities.reduce((sum, probability, rating) => sum + rating * probability, 0) / total : Number.NaN
}

/** The rating with the highest probability; of equal ones the lowest. */
export function likeliestRating({ probabilities }: Pick<Rating, 'probabilities'>): number {
  return sumOf(probabilities) > 0 ? probabilities.indexOf(Math.max(...probabilities)) : Number.NaN
}

/**
 * Opens both signals for writing. In the place of values of another rater come all that are stored of this one, in one transaction: were the
 * signals its own with some of its values, nobody would see that others are missing.
 */
export function openRatingSignals(
  project: Pick<OpenProject, 'database' | 'writeSignal'>,
  { rater, raterId, store }: { rater: Rater; raterId: number; store: Pick<RatingStore, 'read'> },
): RatingSignals {
  const open = project.database.transaction(() => {
    const isOther = isOtherRater(project.database, rater)
    const signals = writeBoth(project, rater)
    if (isOther) for (const ratings of store.read(raterId)) signals.set(ratings)
    return signals
  })
  return open.immediate()
}

/** Whether the values of any of both signals, as they are stored, come from another rater, or there are none. */
function isOtherRater(database: ReadableDatabase, rater: Rater): boolean {
  const producer = describeRater(rater)
  const signals = listStoredSignals(database)
  return [ratingName, likeliestRatingName].some((name) => signals.find((signal) => signal.name === name)?.producer !== producer)
}

function writeBoth(project: Pick<OpenProject, 'writeSignal'>, rater: Rater): RatingSignals {
  const { fingerprint, rubric, maxTokens } = rater
  const origin = { producer: describeRater(rater), producerConfig: { model: fingerprint, rubric, maxTokens } }
  const mean = project.writeSignal({
    ...origin,
    name: ratingName,
    label: 'Model rating',
    unit: 'points',
    description:
      'How good the loaded model finds the document by the rubric, 0 to 5: the mean of the six ratings by their probabilities.',
  })
  const likeliest = project.writeSignal({
    ...origin,
    name: likeliestRatingName,
    label: 'Likeliest model rating',
    unit: 'points',
    description: 'The rating from 0 to 5 that the loaded model would give the document: the likeliest of the six.',
  })
  return {
    set(ratings) {
      const sorted = ratings.toSorted((one, other) => one.documentId - other.documentId)
      const ids = Uint32Array.from(sorted, ({ documentId }) => documentId)
      mean.setSome(ids, Float32Array.from(sorted, meanRating))
      likeliest.setSome(ids, Float32Array.from(sorted, likeliestRating))
    },
    finish() {
      mean.finish()
      likeliest.finish()
    },
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

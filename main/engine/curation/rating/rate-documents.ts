import { z } from 'zod'
import { type RateOptions, rateOptions } from '#contracts/curation'
import { AppError } from '#contracts/errors'
import { formatPlural } from '#contracts/format-quantity'
import type { WeighedChoices } from '#contracts/inference'
import { toDocumentId } from '../../dataset/documents/document-id.ts'
import type { OpenProject, StoredDocument } from '../../dataset/project/project.ts'
import type { JobContext, JobDefinition } from '../../jobs/job-definition.ts'
import { createTextAsker, type TextAsker } from '../ask-texts.ts'
import { createBatchLength } from '../batch-length.ts'
import { nameWithSource } from '../name-with-source.ts'
import type { ScoringModels } from '../score-model.ts'
import { chooseSample } from './choose-sample.ts'
import { openRatingSignals, type RatingSignals } from './rating-signals.ts'
import { createRatingStore, type RatingStore } from './rating-store.ts'
import { createRatingTally, plainTextWarning } from './rating-tally.ts'
import { codeRubric } from './rubric.ts'

const rateParameters = rateOptions.extend({
  rater: z.object({ name: z.string(), fingerprint: z.string(), rubric: z.string(), maxTokens: z.number().int() }),
  chatTemplate: z.boolean(),
})
export type RateParameters = z.infer<typeof rateParameters>

/** What rating needs of the rest of the program. */
export interface RateSurroundings {
  models: ScoringModels
  /** The ids of the documents of the open project that match. */
  select(query: RateOptions['query'], signal: AbortSignal): Promise<Uint32Array>
}

/** The job that asks the loaded model to rate a sample of documents by a rubric. */
export function createRateJob(surroundings: RateSurroundings): JobDefinition<RateParameters, OpenProject> {
  return {
    kind: 'rate',
    unit: 'documents',
    claims: ['model'],
    parameters: rateParameters,
    run: (context) => rate(context, surroundings),
  }
}

type RateContext = JobContext<RateParameters, OpenProject>

/**
 * Rates those of the sample that this rater has not rated. Ratings and signals are stored together after every call of the model, so a kill costs
 * at most that one call.
 */
async function rate(context: RateContext, { models, select }: RateSurroundings): Promise<string> {
  const { project, parameters, signal, jobId } = context
  const { rater } = parameters
  if (rater.rubric !== codeRubric.version) throw otherRubric(rater.rubric)
  const store = createRatingStore(project.database)
  const raterId = store.define(rater)
  const signals = openRatingSignals(project, { rater, raterId, store })
  const sample = chooseRest(await select(parameters.query, signal), store.listRated(raterId, jobId), parameters)
  const rated = new Set(store.listRated(raterId))
  const left = sample.filter((id) => !rated.has(id))
  context.clearProblems()
  context.log(
    `Rates ${formatPlural(left.length, 'document')} of a sample of ${sample.length} with ${rater.name}; the others are rated already.`,
  )
  if (!parameters.chatTemplate) context.log(plainTextWarning(rater.name))
  const tally = createRatingTally()
  const texts = createTextAsker({ models, scorer: rater, signal })
  const batchLength = createBatchLength()
  try {
    for (let next = 0; next < left.length; ) {
      signal.throwIfAborted()
      context.progress(sample.length - left.length + next, sample.length)
      const ids = left.slice(next, next + batchLength.current)
      const startedAt = performance.now()
      const documents = ids.map((id) => project.readDocument(toDocumentId(id)))
      const answers = await askAbout(texts, documents, parameters)
      save(context, { store, raterId, signals, documents, answers })
      tally.add(answers)
      batchLength.note(performance.now() - startedAt)
      next += ids.length
    }
  } finally {
    signals.finish()
  }
  context.progress(sample.length, sample.length)
  return tally.summarise({ ...parameters, sampleLength: sample.length, ratedBefore: sample.length - left.length })
}

/** What this job rated before it was stopped stays in its sample, even where it does not match any more because of that. */
function chooseRest(ids: Uint32Array, own: readonly number[], { count, seed }: RateOptions): number[] {
  const before = new Set(own)
  const others = chooseSample(
    ids.filter((id) => !before.has(id)),
    { count: Math.max(0, count - own.length), seed },
  )
  return [...own, ...others]
}

function askAbout(texts: TextAsker, documents: readonly StoredDocument[], { maxTokens }: RateOptions): Promise<WeighedChoices[]> {
  const decoder = new TextDecoder()
  const question = { ...codeRubric.question, maxTokens }
  return texts.ask<WeighedChoices>(
    documents.map(({ bytes }) => decoder.decode(bytes)),
    // One more than is read tells whether there is more.
    maxTokens + 1,
    (client, some, call) => client.weighChoices({ ...question, texts: some }, call),
  )
}

interface Answered {
  readonly store: RatingStore
  readonly raterId: number
  readonly signals: RatingSignals
  readonly documents: readonly StoredDocument[]
  readonly answers: readonly WeighedChoices[]
}

function save(context: RateContext, { store, raterId, signals, documents, answers }: Answered): void {
  const transaction = context.project.database.transaction(() => {
    const ratings = documents.flatMap((document, place) => {
      const answer = answers[place]
      // As they are stored, so that signals made of stored ones are the same.
      if (answer?.status === 'weighed')
        return { documentId: document.id, ...answer, probabilities: answer.probabilities.map(Math.fround) }
      if (answer) context.problem(nameWithSource(context.project, document), answer.reason, String(document.id))
      return []
    })
    store.add(raterId, context.jobId, ratings)
    signals.set(ratings)
  })
  transaction.immediate()
}

function otherRubric(rubric: string): AppError<'input.invalid'> {
  const reason = `it was begun with the rubric ${rubric}, and this version of the program has ${codeRubric.version}`
  return new AppError('input.invalid', `Rating cannot go on: ${reason}. Start to rate again.`, { field: 'rubric', reason })
}

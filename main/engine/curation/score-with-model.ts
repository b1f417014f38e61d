import { z } from 'zod'
import { formatPlural } from '#contracts/format-quantity'
import type { TextScore } from '#contracts/inference'
import { toDocumentId } from '../dataset/documents/document-id.ts'
import type { OpenProject, StoredDocument } from '../dataset/project/project.ts'
import type { JobContext, JobDefinition } from '../jobs/job-definition.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { createBatchLength } from './batch-length.ts'
import { nameWithSource } from './name-with-source.ts'
import { fingerprintModel, notLoaded, type ScoringModels, whyNotReady } from './score-model.ts'
import { isOtherScorer, openScoreSignals, type ScoreSignals } from './score-signals.ts'
import { createTextScorer, type TextScorer } from './score-texts.ts'

const scoreParameters = z.object({ name: z.string(), fingerprint: z.string(), maxTokens: z.number().int().min(2) })
type ScoreParameters = z.infer<typeof scoreParameters>

/** The next document to score. */
const scoreCursor = z.number().int().min(0)

/** The job that scores documents with the loaded model. */
export function createScoreJob({ models }: { models: ScoringModels }): JobDefinition<ScoreParameters, OpenProject> {
  return {
    kind: 'score',
    unit: 'documents',
    claims: ['model'],
    parameters: scoreParameters,
    run: (context) => scoreDocuments(context, models),
  }
}

/** What starting a score job needs. */
export interface ScoreJobStarter {
  jobs: Pick<Jobs, 'start'>
  models: ScoringModels
  /** Fails with `project.not-open` when none is open, or another than the one that is meant (its folder; null takes any). */
  assertOpen(meant: string | null): void
}

/** Starts a score job with the model that is loaded now. Fails with `project.not-open`, `model.not-loaded` or `job.conflict`. */
export async function startScoreJob(
  { jobs, models, assertOpen }: ScoreJobStarter,
  { maxTokens, project }: { maxTokens: number; project: string | null },
): Promise<number> {
  assertOpen(project)
  const state = await models.fetchState()
  if (state.status !== 'ready') throw notLoaded(whyNotReady(state))
  const { name, file } = state.model
  const parameters: ScoreParameters = { name, fingerprint: await fingerprintModel(file), maxTokens }
  return jobs.start({ kind: 'score', title: `Score documents with ${name}`, parameters, project })
}

/**
 * Scores the documents that this model has not scored yet, in the order of their ids. Values, problems and the place to go on are
 * stored together after every call of the model, so a kill costs at most that one call.
 */
async function scoreDocuments(context: JobContext<ScoreParameters, OpenProject>, models: ScoringModels): Promise<string> {
  const { project, parameters, signal } = context
  // Values of another model may have taken the place of those that the cursor speaks of.
  const isNew = isOtherScorer(project, parameters)
  if (isNew) {
    context.saveCursor(0)
    context.clearProblems()
  }
  const signals = await openScoreSignals(project, parameters)
  const texts = createTextScorer({ models, scorer: parameters, signal })
  const total = project.documentCount
  let next = isNew ? 0 : (scoreCursor.nullable().parse(context.cursor) ?? 0)
  context.log(`Scores documents ${next} to ${total} with ${parameters.name}, ${parameters.maxTokens} tokens of each at most.`)
  const batchLength = createBatchLength()
  while (next < total) {
    signal.throwIfAborted()
    const run = findRun(signals, { from: next, total, length: batchLength.current })
    const startedAt = performance.now()
    await scoreRun(context, { signals, texts, ...run })
    batchLength.note(performance.now() - startedAt)
    next = run.to
    context.progress(next, total)
  }
  const { scored, missing } = await signals.finish(total)
  const added = project.documentCount - total
  const sentences = [
    `${parameters.name} scored ${formatPlural(scored, 'document')}.`,
    missing > 0 && `${formatPlural(missing, 'document has', 'documents have')} no value; the problems of this job say why.`,
    added > 0 && `${formatPlural(added, 'document')} came in meanwhile; score again to include ${added === 1 ? 'it' : 'them'}.`,
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}

/** The next documents in a row that have no value: at most `length`, none at the end. */
function findRun(signals: ScoreSignals, { from, total, length }: { from: number; total: number; length: number }) {
  let start = from
  while (start < total && signals.hasValues(toDocumentId(start))) start++
  let to = start
  while (to < total && to - start < length && !signals.hasValues(toDocumentId(to))) to++
  return { from: start, to }
}

async function scoreRun(
  context: JobContext<ScoreParameters, OpenProject>,
  run: { signals: ScoreSignals; texts: TextScorer; from: number; to: number },
): Promise<void> {
  const documents = await readTexts(context.project, run.from, run.to)
  const scores = documents.length === 0 ? [] : await scoreTexts(run.texts, documents, context.parameters)
  const store = context.project.database.transaction(() => {
    run.signals.set(run.from, scores)
    for (const [index, document] of documents.entries()) noteProblem(context, document, scores[index])
    context.saveCursor(run.to)
  })
  store.immediate()
}

type TextOfDocument = Pick<StoredDocument, 'id' | 'name' | 'sourceId'> & { text: string }

async function readTexts(project: OpenProject, from: number, to: number): Promise<TextOfDocument[]> {
  const decoder = new TextDecoder()
  const texts: TextOfDocument[] = []
  for await (const { id, name, sourceId, bytes } of project.iterateTexts(from, to)) {
    texts.push({ id, name, sourceId, text: decoder.decode(bytes) })
  }
  return texts
}

/** One window, as long as there is room for the tokens in it. */
function scoreTexts(
  texts: TextScorer,
  documents: readonly TextOfDocument[],
  { maxTokens }: ScoreParameters,
): Promise<TextScore[]> {
  const reach = { maxTokens, windowTokens: maxTokens, strideTokens: maxTokens }
  return texts.score(
    documents.map(({ text }) => text),
    reach,
  )
}

function noteProblem(
  context: JobContext<ScoreParameters, OpenProject>,
  document: TextOfDocument,
  score: TextScore | undefined,
): void {
  if (score?.status !== 'failed') return
  context.problem(nameWithSource(context.project, document), score.reason, String(document.id))
}

import type { RateOptions } from '#contracts/curation'
import type { Jobs } from '../../jobs/jobs.ts'
import { fingerprintModel, notLoaded, type ScoringModels, whyNotReady } from '../score-model.ts'
import type { RateParameters } from './rate-documents.ts'
import { codeRubric } from './rubric.ts'

/** What starting to rate needs. */
export interface RateStarter {
  jobs: Pick<Jobs, 'start'>
  models: ScoringModels
  /** Fails with `project.not-open` when none is open, or another than the one that is meant (its folder; null takes any). */
  assertOpen(meant: string | null): void
}

/** Starts to rate with the model that is loaded now. Fails with `project.not-open`, `model.not-loaded` or `job.conflict`. */
export async function startRateJob(
  { jobs, models, assertOpen }: RateStarter,
  { project, ...options }: RateOptions & { project: string | null },
): Promise<number> {
  assertOpen(project)
  const state = await models.fetchState()
  if (state.status !== 'ready') throw notLoaded(whyNotReady(state))
  const { name, file, chatTemplate } = state.model
  const rater = { name, fingerprint: await fingerprintModel(file), rubric: codeRubric.version, maxTokens: options.maxTokens }
  const parameters: RateParameters = { ...options, rater, chatTemplate }
  return jobs.start({ kind: 'rate', title: `Rate documents with ${name}`, parameters, project })
}

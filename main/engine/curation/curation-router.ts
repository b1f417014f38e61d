import { implement } from '@orpc/server'
import { curationContract } from '#contracts/curation'
import type { Jobs } from '../jobs/jobs.ts'
import { type LanguageModelStarter, startTrainLanguageModel } from './language-model/start-train-language-model.ts'
import { type RateStarter, startRateJob } from './rating/start-rate-job.ts'
import { readQualityModel } from './read-quality-model.ts'
import { createRunStore } from './run/run-store.ts'
import { type CurateStarter, startCurateJob } from './run/start-curate-job.ts'
import { type ScoreJobStarter, startScoreJob } from './score-with-model.ts'
import { describeSteps } from './steps/describe-steps.ts'
import { scoreDocumentTokens, type TokenScorerOptions } from './token-scores/token-scores.ts'
import { listTrainedModels } from './trained-models/list-trained-models.ts'
import { removeTrainedModel } from './trained-models/remove-trained-model.ts'

export type CurationRouterDeps = ScoreJobStarter &
  RateStarter &
  CurateStarter &
  LanguageModelStarter &
  TokenScorerOptions & { jobs: Pick<Jobs, 'start' | 'list'> }

export function createCurationRouter(deps: CurationRouterDeps) {
  const os = implement(curationContract)
  return os.router({
    curate: os.curate.handler(({ input }) => ({ jobId: startCurateJob(deps, input) })),
    runs: os.runs.handler(({ input }) => ({ runs: createRunStore(deps.getProject('see its runs').database).list(input.limit) })),
    steps: os.steps.handler(() => ({ steps: describeSteps(deps.steps) })),
    qualityModel: os.qualityModel.handler(() => readQualityModel(deps.getProject('see its quality model'))),
    scoreWithModel: os.scoreWithModel.handler(async ({ input }) => ({ jobId: await startScoreJob(deps, input) })),
    trainedModels: os.trainedModels.handler(async () => ({
      models: await listTrainedModels(deps.getProject('see its trained models')),
    })),
    removeTrainedModel: os.removeTrainedModel.handler(({ input }) => {
      deps.assertOpen(input.project)
      return removeTrainedModel(deps.getProject('remove a trained model'), input.step, deps.jobs)
    }),
    rateDocuments: os.rateDocuments.handler(async ({ input }) => ({ jobId: await startRateJob(deps, input) })),
    trainLanguageModel: os.trainLanguageModel.handler(async ({ input }) => ({
      jobId: await startTrainLanguageModel(deps, input),
    })),
    tokenScores: os.tokenScores.handler(({ input, signal }) => scoreDocumentTokens(deps, input, signal)),
  })
}

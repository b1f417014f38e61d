import { implement } from '@orpc/server'
import { curationContract } from '#contracts/curation'
import type { Jobs } from '../jobs/jobs.ts'
import type { ScoringModels } from './score-model.ts'
import { startScoreJob } from './score-with-model.ts'

export function createCurationRouter(deps: { jobs: Pick<Jobs, 'start'>; models: ScoringModels }) {
  const os = implement(curationContract)
  return os.router({
    scoreWithModel: os.scoreWithModel.handler(async ({ input }) => ({ jobId: await startScoreJob(deps, input) })),
  })
}

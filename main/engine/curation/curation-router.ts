import { implement } from '@orpc/server'
import { curationContract } from '#contracts/curation'
import { type ScoreJobStarter, startScoreJob } from './score-with-model.ts'

export function createCurationRouter(deps: ScoreJobStarter) {
  const os = implement(curationContract)
  return os.router({
    scoreWithModel: os.scoreWithModel.handler(async ({ input }) => ({ jobId: await startScoreJob(deps, input) })),
  })
}

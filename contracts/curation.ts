import { z } from 'zod'
import { meantProject } from './meant-project.ts'
import { procedure } from './procedure.ts'

export const curationContract = {
  /**
   * Starts a job that scores every document with the loaded model: signals `model_perplexity` and `model_bits_per_byte`,
   * from the exact log-probabilities of the first `maxTokens` tokens. Documents that cannot be scored stay missing, with the reason
   * in the job's problems. Fails with `model.not-loaded`.
   */
  scoreWithModel: procedure
    .input(meantProject.extend({ maxTokens: z.number().int().min(2).max(8192).default(512) }))
    .output(z.object({ jobId: z.number().int() })),
}

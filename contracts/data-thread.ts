import { z } from 'zod'
import { procedure } from './procedure.ts'
import { dataContract } from './workbench.ts'

/** What the interactive loop asks of the data thread. No page reaches `stop`. */
export const dataThreadContract = {
  ...dataContract,
  /** Stops jobs and closes the project. Comes over the same wire as all other calls, and so after all that were made before it. */
  stop: procedure.output(z.void()),
}

import { project } from './dataset.ts'
import { procedure } from './procedure.ts'

/** The data that comes with the program, as a project of the person's own. */
export const sampleContract = {
  /**
   * Opens the sample project in place of the open one. Where it is not there, or not any more, it is made anew and its documents arrive by a
   * job. Nothing is ever overwritten. Fails as `dataset.openProject` does, and with `file.not-found` when the program lacks the data.
   */
  open: procedure.output(project),
}

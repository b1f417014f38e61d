import { client } from '../connection/client.ts'
import { reportError } from '../notices/notify.ts'
import { getShownProject } from './project-store.ts'

/** As long as two presses of a double click may be apart. */
const doubleClickMs = 500

let isStarting = false

/** Starts to score every document with the loaded model. The second press of a double click is not another wish. */
export async function scoreWithModel(): Promise<void> {
  if (isStarting) return
  isStarting = true
  try {
    // The schema fills in how many tokens of a document are read.
    await client.curation.scoreWithModel({ project: getShownProject() })
  } catch (error) {
    reportError(error)
  } finally {
    setTimeout(() => {
      isStarting = false
    }, doubleClickMs)
  }
}

import { client } from '../connection/client.ts'
import { reportError } from '../notices/notify.ts'
import { getShownProject } from './project-store.ts'

/** As long as two presses of a double click may be apart. */
const doubleClickMs = 500

const starting = new Set<string>()

/** Starts to score every document with the loaded model. */
export function scoreWithModel(): Promise<void> {
  // The schema fills in how many tokens of a document are read.
  return startOnce('score', () => client.curation.scoreWithModel({ project: getShownProject() }))
}

/** Starts the steps that the project's recipe lists and that its rules need. */
export function runRecipe(): Promise<void> {
  return startOnce('run', () => client.curation.curate({ project: getShownProject() }))
}

/** The second press of a double click is not another wish. */
async function startOnce(what: string, start: () => Promise<unknown>): Promise<void> {
  if (starting.has(what)) return
  starting.add(what)
  try {
    await start()
  } catch (error) {
    reportError(error)
  } finally {
    setTimeout(() => starting.delete(what), doubleClickMs)
  }
}

import type { Job } from '#contracts/jobs'
import { client } from '../connection/client.ts'
import { notify, reportError } from '../notices/notify.ts'
import { pickPath } from '../path-picker/pick-path.ts'
import { confirmReplace } from '../questions/confirm-replace.ts'
import { text } from './text.ts'

/** Asks for a file and writes all that a job left out to it. */
export async function saveProblems({ id, title }: Job, project: string | null): Promise<void> {
  const suggestedName = `${title.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}-left-out.jsonl`
  const file = await pickPath({ kind: 'save-file', title: text.saveProblems, suggestedName, extensions: ['jsonl'] })
  if (file === null) return
  try {
    const saved = await confirmReplace((replace) => client.jobs.exportProblems({ jobId: id, project, file, replace }))
    if (saved) notify({ tone: 'success', title: text.problemsSaved(saved.count), message: file })
  } catch (error) {
    reportError(error)
  }
}

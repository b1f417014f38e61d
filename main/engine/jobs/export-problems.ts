import path from 'node:path'
import { writeFileAtomic } from '../platform/atomic-file.ts'
import { toSaveError } from '../platform/file-error.ts'
import type { FileGuard } from '../platform/file-guard.ts'
import type { FileContent } from '../platform/file-kind.ts'
import type { Jobs } from './jobs.ts'

export interface ProblemsExport {
  jobId: number
  /** The folder of the project that is meant; null any. */
  project: string | null
  file: string
  replace: string | null
}

/** How each line begins. */
const lineStart = '{"outcome":'
const attempt = 'Saving the list'

/**
 * Writes what a job left out as JSON Lines of `outcome`, `subject` and `reason`: the file is the whole list, or as it was before. Fails with
 * `file.would-replace` when it is something else than such a list, until `replace` confirms it.
 *
 * @returns how many lines were written.
 */
export async function exportProblems(
  { jobId, project, replace, ...request }: ProblemsExport,
  { jobs, files }: { jobs: Pick<Jobs, 'eachProblem'>; files: FileGuard },
): Promise<number> {
  const file = path.resolve(request.file)
  await files.checkWrite({ file, attempt, writes: 'a list of problems', isSameKind: isProblemList, replace })
  let count = 0
  function* formatPages() {
    for (const problems of jobs.eachProblem(jobId, project)) {
      count += problems.length
      yield problems.map(({ outcome, subject, reason }) => `${JSON.stringify({ outcome, subject, reason })}\n`).join('')
    }
  }
  try {
    await writeFileAtomic(file, formatPages())
  } catch (error) {
    throw toSaveError(error, file, attempt)
  }
  return count
}

function isProblemList({ kind, start }: FileContent): boolean {
  return kind === 'text' && start.toString('latin1', 0, lineStart.length) === lineStart
}

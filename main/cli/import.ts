import { basename } from 'node:path'
import { isAppError } from '#contracts/errors'
import { formatCount } from '#contracts/format-quantity'
import type { Job } from '#contracts/jobs'
import { showText } from '#contracts/visible-text'
import type { WorkbenchClient } from '#contracts/workbench'
import { CommandFailure } from './command-failure.ts'
import { type CommandForm, readCommandLine } from './command-line.ts'
import { followJob } from './follow-job.ts'
import { resolvePath } from './given-paths.ts'
import { openEngine } from './open-engine.ts'

export const importForm: CommandForm = {
  usage: 'codeshell import PATH... --project DIR   import folders and files into a project, which is made when missing',
  operands: ['PATH'],
  takesMore: true,
  options: { project: 'required value' },
}

/**
 * Imports what the paths and globs stand for and prints what was imported, skipped and unreadable. Fails at the end when something could
 * not be read.
 */
export async function importPaths(args: string[]): Promise<void> {
  const { operands, values } = readCommandLine(args, importForm)
  await using engine = await openEngine()
  const { imports } = engine.client
  // Before a project is made for them.
  const { inspections, refusals } = await imports.inspect({ paths: operands.map(resolvePath) })
  const inputs = inspections.filter(({ isAlternative }) => !isAlternative).map(({ location }) => ({ location }))
  await openOrCreateProject(engine.client, resolvePath(values.get('project') ?? ''))
  const { jobId } = await imports.start({ inputs })
  const job = await followJob(engine.client, jobId)
  for (const refusal of refusals) console.error(showText(refusal))
  await printFailures(engine.client, job)
  if (job.state !== 'done')
    throw new CommandFailure(job.failure ? showText(job.failure) : `The import is ${job.state}. Run the command again to go on.`)
  console.log(showText(job.summary ?? ''))
  // The rest is imported, but whoever runs this in a script must not take it for the whole.
  if (job.problemCount + refusals.length > 0) throw new CommandFailure('Not everything was imported: see the lines above.')
}

const problemsPerPage = 1000

/** Those that failed come first; what was skipped on purpose is counted in the summary. */
async function printFailures(client: WorkbenchClient, { id: jobId, problemCount }: Job): Promise<void> {
  let printed = 0
  while (printed < problemCount) {
    const { problems } = await client.jobs.problems({ jobId, offset: printed, limit: problemsPerPage })
    const failed = problems.filter(({ outcome }) => outcome === 'failed')
    for (const { subject, reason } of failed) console.error(`${showText(subject)}: ${showText(reason)}`)
    printed += failed.length
    if (failed.length < problemsPerPage) break
  }
  if (printed < problemCount) console.error(`${formatCount(problemCount - printed)} more failed that the list has no room for.`)
}

async function openOrCreateProject(client: WorkbenchClient, folder: string): Promise<void> {
  try {
    await client.dataset.openProject({ folder })
  } catch (error) {
    if (!isAppError(error, 'project.not-found')) throw error
    await client.dataset.createProject({ folder, name: basename(folder) || folder })
  }
}

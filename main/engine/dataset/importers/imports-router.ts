import { basename } from 'node:path'
import { implement } from '@orpc/server'
import { AppError } from '#contracts/errors'
import { formatCount } from '#contracts/format-quantity'
import { type Inspection, importsContract } from '#contracts/imports'
import type { FileGuard } from '../../platform/file-guard.ts'
import type { Projects } from '../project/projects.ts'
import { type FoundInput, findInputs, findPaths } from './find-inputs.ts'
import type { ImportParameters } from './import-parameters.ts'
import { getImporter } from './importers.ts'

/** Starts what `importJob` does, and gives the id of the job. */
export interface ImportJobs {
  start(job: { kind: 'import'; title: string; parameters: ImportParameters; project: string | null }): number
}

/** Serves the imports contract. */
export function createImportsRouter(options: {
  projects: Pick<Projects, 'getOpen'>
  jobs: ImportJobs
  files: Pick<FileGuard, 'checkRead'>
}) {
  const { projects, jobs, files } = options
  const os = implement(importsContract)
  return os.router({
    inspect: os.inspect.handler(async ({ input, signal = new AbortController().signal }) => {
      const inspections: Inspection[] = []
      const refusals: AppError[] = []
      const attempt = async (action: () => Promise<void>) => {
        try {
          await action()
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          refusals.push(error)
        }
      }
      const inspectPath = async (path: string) => {
        await files.checkRead(path, 'Importing')
        // Of a database a view that cannot be read keeps no table out.
        for (const found of await findInputs(path))
          await attempt(async () => void inspections.push(await inspectInput(found, signal)))
      }
      for (const given of input.paths) {
        for (const path of await findPaths(given, signal)) await attempt(() => inspectPath(path))
      }
      if (inspections.length === 0 && refusals[0]) throw refusals[0]
      return { inspections, refusals: refusals.map(({ message }) => message) }
    }),
    start: os.start.handler(async ({ input }) => {
      const { project, ...parameters } = input
      projects.getOpen('import into it', project)
      // What is not there is told at once, and not by a job that fails.
      const inputs: ImportParameters['inputs'] = []
      for (const each of parameters.inputs) {
        await files.checkRead(each.location.path, 'Importing')
        inputs.push({ ...each, source: await getImporter(each.location.kind).locate(each.location) })
      }
      const title = nameImport(parameters.inputs)
      return { jobId: jobs.start({ kind: 'import', title, parameters: { ...parameters, inputs }, project }) }
    }),
  })
}

async function inspectInput({ location: input, isAlternative }: FoundInput, signal: AbortSignal): Promise<Inspection> {
  const importer = getImporter(input.kind)
  const { location } = await importer.locate(input)
  const inspection = await importer.inspect(location, signal)
  return isAlternative ? { ...inspection, isAlternative } : inspection
}

function nameImport(inputs: ImportParameters['inputs']): string {
  const path = inputs[0]?.location.path ?? ''
  const name = basename(path) || path
  return inputs.length === 1 ? `Import ${name}` : `Import ${name} and ${formatCount(inputs.length - 1)} more`
}

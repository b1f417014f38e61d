import { basename } from 'node:path'
import { implement } from '@orpc/server'
import { formatCount } from '#contracts/format-quantity'
import { type Inspection, importsContract } from '#contracts/imports'
import type { FileGuard } from '../../platform/file-guard.ts'
import type { Projects } from '../project/projects.ts'
import { type FoundInput, findInputs } from './find-inputs.ts'
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
      for (const path of input.paths) {
        await files.checkRead(path, 'Importing')
        for (const found of await findInputs(path, signal)) {
          await files.checkRead(found.location.path, 'Importing')
          inspections.push(await inspectInput(found, signal))
        }
      }
      return inspections
    }),
    start: os.start.handler(async ({ input }) => {
      const { project, ...parameters } = input
      projects.getOpen('import into it', project)
      // What is not there is told at once, and not by a job that fails.
      for (const { location } of parameters.inputs) {
        await files.checkRead(location.path, 'Importing')
        await getImporter(location.kind).locate(location)
      }
      return { jobId: jobs.start({ kind: 'import', title: nameImport(parameters.inputs), parameters, project }) }
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

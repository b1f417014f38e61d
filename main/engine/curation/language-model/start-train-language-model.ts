import { basename, resolve } from 'node:path'
import type { TrainLanguageModelOptions } from '#contracts/curation'
import type { OpenProject } from '../../dataset/project/project.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { FileGuard } from '../../platform/file-guard.ts'
import { checkModelFiles } from './check-model-files.ts'
import type { TrainingParameters } from './train-language-model-job.ts'

/** What starting a training needs. */
export interface LanguageModelStarter {
  jobs: Pick<Jobs, 'start'>
  files: FileGuard
  /** Fails with `project.not-open` when none is open, or another than the one that is meant (its folder; null takes any). */
  getProject(attempt: string, meant?: string | null): OpenProject
}

/** Starts a training and gives the id of its job. Fails with `project.not-open`, `input.invalid`, `file.failed` or `file.would-replace`. */
export async function startTrainLanguageModel(
  { jobs, files, getProject }: LanguageModelStarter,
  { project, ...options }: TrainLanguageModelOptions & { project: string | null },
): Promise<number> {
  const parameters: TrainingParameters = {
    ...options,
    projectFolder: getProject('train on its documents', project).folder,
    file: resolve(options.file),
    arpaFile: options.arpaFile === null ? null : resolve(options.arpaFile),
  }
  await checkModelFiles(files, parameters)
  return jobs.start({ kind: 'train-lm', title: `Train the language model ${basename(parameters.file)}`, parameters })
}

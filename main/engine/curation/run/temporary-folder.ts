import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { getDerivedFolder } from './step-folder.ts'

const temporaryName = 'temporary'

/** A new folder for what does not outlive a job that claims the processor: what others left goes, so only one such job may run. */
export async function makeTemporary(projectFolder: string): Promise<string> {
  await removeTemporary(projectFolder)
  const folder = path.join(getDerivedFolder(projectFolder), temporaryName)
  await mkdir(folder, { recursive: true })
  return mkdtemp(path.join(folder, 'run-'))
}

/** Removes what jobs left that were killed. */
export async function removeTemporary(projectFolder: string): Promise<void> {
  await rm(path.join(getDerivedFolder(projectFolder), temporaryName), { recursive: true, force: true })
}

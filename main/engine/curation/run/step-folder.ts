import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'

/** Where the files of a step with one configuration are: they can be made again, and go when the configuration changes. */
export interface StepFolder {
  readonly partsFolder: string
  readonly preparedFolder: string
  readonly pairsFile: string
  readonly signalsFile: string
  partFile(firstId: number): string
  /** As it is stored: relative below the folder, so that a project can be moved. */
  toStored(file: string): string
  fromStored(file: string): string
}

export function getDerivedFolder(projectFolder: string): string {
  return path.join(projectFolder, 'derived')
}

export function getStepFolder(projectFolder: string, { kind, configHash }: { kind: string; configHash: string }): StepFolder {
  const folder = path.join(getDerivedFolder(projectFolder), kind, configHash)
  return {
    partsFolder: path.join(folder, 'parts'),
    preparedFolder: path.join(folder, 'prepared'),
    pairsFile: path.join(folder, 'pairs.bin'),
    signalsFile: path.join(folder, 'signals.bin'),
    partFile: (firstId) => path.join(folder, 'parts', `${firstId}.bin`),
    toStored(file) {
      const below = path.relative(folder, file)
      return below.startsWith('..') || path.isAbsolute(below) ? file : below
    },
    fromStored: (file) => path.resolve(folder, file),
  }
}

/** Makes the folder, and removes what the step left with other configurations. */
export async function tidyStepFolder(projectFolder: string, step: { kind: string; configHash: string }): Promise<void> {
  const folder = getStepFolder(projectFolder, step)
  await mkdir(folder.partsFolder, { recursive: true })
  const ofStep = path.join(getDerivedFolder(projectFolder), step.kind)
  for (const name of await readdir(ofStep)) {
    if (name !== step.configHash) await rm(path.join(ofStep, name), { recursive: true, force: true })
  }
}

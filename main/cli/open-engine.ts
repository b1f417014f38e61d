import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEngine, type Engine } from '#engine/engine'
import { createForkLauncher } from '#engine/platform/inference'
import { createLog } from '#engine/platform/log'
import { locations, userDataFolder } from './locations.ts'

/** The engine in this process, with inference in a child process. */
export function openEngine(): Promise<Engine> {
  const folder = userDataFolder()
  return createEngine({
    userDataFolder: folder,
    bundledModelsFolder: locations.bundledModelsFolder,
    sampleFile: locations.sampleFile,
    host: {
      info: { kind: 'web', version: programVersion(), platform: platform(), dialogs: false },
      pickPath: null,
      showFile: null,
      watchCommands: null,
    },
    inference: createForkLauncher({ entry: locations.inferenceEntry }),
    log: createLog({ file: join(folder, 'workbench.log') }),
  })
}

export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(locations.packageFile, 'utf8')) as { version: string }
  return version
}

function platform(): 'darwin' | 'linux' | 'win32' {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Backend } from '#contracts/models'
import { type CommandForm, readCommandLine } from './command-line.ts'
import { locations, userDataFolder } from './locations.ts'
import { openEngine, programVersion } from './open-engine.ts'

export const doctorForm: CommandForm = {
  usage: 'codeshell doctor                           print what the workbench finds on this machine',
  operands: [],
  options: {},
}

/** Prints what a bug report needs: versions, what is missing, and why a GPU is not used. */
export async function doctor(args: string[]): Promise<void> {
  readCommandLine(args, doctorForm)
  await using engine = await openEngine()
  const { cpu, native, sqlite } = engine.diagnose()
  const [backends, models] = await Promise.all([engine.client.models.backends(), engine.client.models.list()])

  print('Workbench', programVersion())
  print('Node', `${process.version} (N-API ${process.versions.napi}), ${process.platform}-${process.arch}`)
  print(
    'Electron',
    existsSync(join(locations.electronFolder, 'path.txt'))
      ? 'binary present'
      : 'binary not present; "npm start" opens a browser window instead',
  )
  print('CPU', `${cpu.model}, ${cpu.cores} cores`)
  print('SQLite', sqlite)
  print('Native addon', native)
  for (const backend of backends) print(`Inference on ${backend.name}`, `${describeBackend(backend)}: ${backend.detail}`)
  print('User data', userDataFolder())
  for (const model of models) {
    const header = model.header
    print(
      'Model',
      `${model.file}: ${model.problem ?? `${header?.architecture}, ${header?.quantisation}, ${(model.sizeBytes / 1e6).toFixed(1)} MB`}`,
    )
  }
}

function describeBackend({ available, inUse, failed }: Backend): string {
  if (inUse) return 'available, in use'
  if (failed) return 'found, does not work'
  return available ? 'available' : 'not available'
}

function print(label: string, value: string): void {
  console.log(`${label.padEnd(20)} ${value}`)
}

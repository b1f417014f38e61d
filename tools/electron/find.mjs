import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const electronPackage = fileURLToPath(new URL('../../node_modules/electron', import.meta.url))

/** Path of Electron's program, in the folder that `ELECTRON_OVERRIDE_DIST_PATH` names or where its package keeps it; undefined if it is not there. */
export function findElectron() {
  const pathFile = join(electronPackage, 'path.txt')
  const executable = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return join(override, executable ?? (process.platform === 'win32' ? 'electron.exe' : 'electron'))
  const file = executable && join(electronPackage, 'dist', executable)
  return file && existsSync(file) ? file : undefined
}

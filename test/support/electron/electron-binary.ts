import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const packageFolder = fileURLToPath(new URL('../../../node_modules/electron', import.meta.url))

/** Path of the Electron program that the npm package downloaded; null where it could not be had. */
export function detectElectronBinary(): string | null {
  const pathFile = path.join(packageFolder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(packageFolder, 'dist')
  const file = path.join(folder, readFileSync(pathFile, 'utf8').trim())
  return existsSync(file) ? file : null
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes the folder that of somebody who has started the program before: at a first start the sample project is made and opened. */
export function markUsedBefore(userDataFolder: string): void {
  mkdirSync(userDataFolder, { recursive: true })
  try {
    writeFileSync(join(userDataFolder, 'settings.json'), JSON.stringify({ sample: { offered: true } }), { flag: 'wx' })
  } catch (error) {
    // It has been used indeed.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

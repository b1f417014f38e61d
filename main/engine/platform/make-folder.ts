import { mkdirSync, statSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes a folder and those above it that are missing, all with this mode. Fails with the system's own error.
 *
 * Not `mkdir` with `recursive`: where the system says that a folder cannot be in a folder that is there, as under `/proc`, that tries
 * for ever, on a thread that nothing can stop.
 */
export async function makeFolder(folder: string, mode?: number): Promise<void> {
  const parent = path.dirname(folder)
  if (parent !== folder && !(await isThere(parent))) await makeFolder(parent, mode)
  try {
    await mkdir(folder, { mode })
  } catch (error) {
    // Made meanwhile, or there already; whatever else has the name is an error.
    if (!(await isFolder(folder))) throw error
  }
}

/** The same for whoever cannot wait. */
export function makeFolderSync(folder: string): void {
  const parent = path.dirname(folder)
  if (parent !== folder && !findSync(parent)) makeFolderSync(parent)
  try {
    mkdirSync(folder)
  } catch (error) {
    if (!findSync(folder)?.isDirectory()) throw error
  }
}

function findSync(file: string) {
  try {
    return statSync(file)
  } catch {
    return undefined
  }
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

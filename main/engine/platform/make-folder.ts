import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes a folder and those above it that are missing. Fails with the system's own error.
 *
 * Not `mkdir` with `recursive`: where the system says that a folder cannot be in a folder that is there, as under `/proc`, that tries
 * for ever, on a thread that nothing can stop.
 */
export async function makeFolder(folder: string): Promise<void> {
  const parent = path.dirname(folder)
  if (parent !== folder && !(await isThere(parent))) await makeFolder(parent)
  try {
    await mkdir(folder)
  } catch (error) {
    // Made meanwhile, or there already; whatever else has the name is an error.
    if (!(await isFolder(folder))) throw error
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

import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findTextPath, systemPath } from '#engine/platform/byte-path'
import { listPartNames } from './model-parts.ts'

/**
 * A path that llama.cpp and the library before it can take. Dispose of it when they have opened the model; until then they may open it
 * again.
 */
export interface TextPath extends AsyncDisposable {
  readonly path: string
}

/**
 * The path of a model as text. They take nothing else, so where a name is not UTF-8 it is a link to the model, under another name in a
 * folder of its own; of a split model there is one for each part.
 */
export async function openTextPath(file: string): Promise<TextPath> {
  const text = findTextPath(file)
  if (text !== null) return { path: text, [Symbol.asyncDispose]: async () => undefined }
  const folder = await mkdtemp(path.join(tmpdir(), 'codeshell-model-link-'))
  try {
    const names = listPartNames(path.basename(file))
    for (const { name, standIn } of names) {
      await symlink(systemPath(path.join(path.dirname(file), name)), path.join(folder, standIn))
    }
    return {
      path: path.join(folder, names[0]?.standIn ?? ''),
      [Symbol.asyncDispose]: () => remove(folder),
    }
  } catch (error) {
    await remove(folder)
    throw error
  }
}

/** A link that stays in the system's folder for temporary files harms nobody; a load that failed because of it would. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}

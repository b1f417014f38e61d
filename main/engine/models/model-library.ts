import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { InferenceClient } from '#contracts/inference'
import type { ModelFile } from '#contracts/models'
import { respellPath, spellPath, systemPath } from '#engine/platform/byte-path'
import { toFileError } from '#engine/platform/file-error'
import type { ModelMemory } from './model-memory.ts'

/** Folders of models are flat or one level per publisher and model; deeper ones are something else. */
const MAX_DEPTH = 3
/** All parts of a split model but the first, which stands for the whole. */
const LATER_PART = /-(?!00001)\d{5}-of-\d{5}\.gguf$/i

export interface ModelLibrary {
  /** Bundled models first, then by name. Damaged files are listed with their problem. */
  list(): Promise<ModelFile[]>
  add(path: string): Promise<ModelFile[]>
  remove(path: string): Promise<ModelFile[]>
}

export interface ModelLibraryOptions {
  readonly bundledModelsFolder: string
  readonly memory: ModelMemory
  getClient(): Promise<InferenceClient>
}

export function createModelLibrary({ bundledModelsFolder, memory, getClient }: ModelLibraryOptions): ModelLibrary {
  // Headers do not change unless the file does, and a large vocabulary takes a moment to read.
  const described = new Map<string, { version: string; model: ModelFile }>()

  const describe = async (file: string, bundled: boolean): Promise<ModelFile> => {
    const version = await getVersion(file)
    const known = described.get(file)
    if (known && known.version === version) return known.model
    const model = await (await getClient()).inspect({ file, bundled })
    described.set(file, { version, model })
    return model
  }
  const list = async () => {
    const { added, forgotten } = await memory.read()
    const bundled = await findModelFiles(bundledModelsFolder)
    const found = (await Promise.all(added.map(findModelFiles))).flat()
    const others = found.filter((file) => !forgotten.includes(file))
    const files = new Map([...others.map((file) => [file, false] as const), ...bundled.map((file) => [file, true] as const)])
    const models: ModelFile[] = []
    for (const [file, isBundled] of files) models.push(await describe(file, isBundled))
    return models.sort((a, b) => Number(b.bundled) - Number(a.bundled) || a.name.localeCompare(b.name))
  }
  return {
    list,
    async add(given) {
      const added = resolveModel(given)
      await stat(systemPath(added)).catch((error: unknown) => {
        throw toFileError(error, added, 'Adding the model')
      })
      await memory.update((remembered) => ({
        ...remembered,
        added: [...new Set([...remembered.added, added])],
        forgotten: remembered.forgotten.filter((file) => file !== added && !isWithin(file, added)),
      }))
      return list()
    },
    async remove(given) {
      const removed = resolveModel(given)
      await memory.update((remembered) => {
        const added = remembered.added.filter((known) => known !== removed)
        // A file that was found in a folder would be found again.
        const isFound = added.some((known) => isWithin(removed, known))
        const forgotten = isFound ? [...new Set([...remembered.forgotten, removed])] : remembered.forgotten
        return { ...remembered, added, forgotten }
      })
      return list()
    },
  }
}

/** The one spelling of a path that a person may have written in another. */
export function resolveModel(given: string): string {
  return respellPath(path.resolve(given))
}

/** The GGUF files in a folder, or the path itself when it is no folder: what is wrong with a file that was added must show. */
export async function findModelFiles(location: string, depth = 0): Promise<string[]> {
  let entries: Awaited<ReturnType<typeof readFolder>>
  try {
    entries = await readFolder(location)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR') return [location]
    // A folder that is gone or closed to us is shown as the place it was added from, except inside another folder.
    return depth === 0 && location.toLowerCase().endsWith('.gguf') ? [location] : []
  }
  const files = entries.filter(({ name, isFolder }) => !isFolder && /\.gguf$/i.test(name) && !LATER_PART.test(name))
  const folders = depth < MAX_DEPTH ? entries.filter(({ isFolder }) => isFolder) : []
  const nested = await Promise.all(folders.map(({ name }) => findModelFiles(path.join(location, name), depth + 1)))
  return [...files.map(({ name }) => path.join(location, name)).sort(), ...nested.flat()]
}

function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file)
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative)
}

async function readFolder(folder: string): Promise<{ name: string; isFolder: boolean }[]> {
  const entries = await readdir(systemPath(folder), { withFileTypes: true, encoding: 'buffer' })
  return entries.map((entry) => ({ name: spellPath(entry.name), isFolder: entry.isDirectory() }))
}

async function getVersion(file: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(systemPath(file))
    return `${mtimeMs}:${size}`
  } catch {
    // Unreadable now; `inspect` says why, and it is asked again as soon as the file can be read.
    return 'unreadable'
  }
}

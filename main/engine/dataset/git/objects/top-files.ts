import { readGitConfig } from '../git-config.ts'
import type { GitObjects } from './git-objects.ts'
import { readTree } from './read-tree.ts'

const maxBytes = 1024 * 1024

/** The files in the top folder of a commit whose names are asked for, with their texts. */
export function readTopFiles(
  objects: GitObjects,
  { tree, hashBytes }: { tree: string; hashBytes: number },
  isWanted: (name: string) => boolean,
): { name: string; text: string }[] {
  return readTree(objects, { path: '', id: tree }, hashBytes)
    .filter(({ path, kind }) => kind === 'file' && isWanted(path))
    .map(({ path, id }) => ({ name: path, text: objects.read(id, maxBytes)?.bytes?.toString('utf8') ?? '' }))
}

/** Where the submodules of a commit are cloned from, by their paths as bytes. */
export function readSubmoduleUrls(objects: GitObjects, top: { tree: string; hashBytes: number }): Map<string, string> {
  const text = readTopFiles(objects, top, (name) => name === '.gitmodules').at(0)?.text ?? ''
  const settings = new Map(readGitConfig(text))
  const urls = new Map<string, string>()
  for (const [name, value] of settings) {
    const url = settings.get(name.replace(/\.path$/, '.url'))
    if (/^submodule\..*\.path$/.test(name) && url !== undefined) urls.set(Buffer.from(value).toString('latin1'), url)
  }
  return urls
}

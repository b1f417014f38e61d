import { homedir } from 'node:os'
import { join } from 'node:path'
import { findRealPath } from '../../platform/byte-path.ts'

/** A path of a configuration that may begin with `~`. */
export function expandHome(path: string): string {
  return isOfHome(path) ? join(homedir(), path.slice(1)) : path
}

/** The same without links on the way to the home folder, and otherwise as it was written: a pattern may end in a slash. */
export async function expandRealHome(path: string): Promise<string> {
  if (!isOfHome(path)) return path
  const home = homedir()
  return (await findRealPath(home).catch(() => home)) + path.slice(1)
}

function isOfHome(path: string): boolean {
  return path === '~' || path.startsWith('~/')
}

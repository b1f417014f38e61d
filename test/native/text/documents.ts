import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Some hundred source files of packages. */
export function* readSourceFiles(): Generator<Uint8Array> {
  const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
  for (const folder of [
    'zod/v4/core',
    'better-sqlite3/lib',
    'node-addon-api',
    'ws/lib',
    'yaml/dist/compose',
    'd3-array/dist',
    'ws',
  ]) {
    for (const entry of readdirSync(path.join(nodeModules, folder), { withFileTypes: true })) {
      if (entry.isFile() && /\.([jt]s|h|md|json)$/.test(entry.name))
        yield readFileSync(path.join(nodeModules, folder, entry.name))
    }
  }
}

/** Every source file of packages. */
export function readFolders(names: readonly string[]): Uint8Array[] {
  const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
  return names.flatMap((name) =>
    readdirSync(path.join(nodeModules, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.([cm]?[jt]s|md|json)$/.test(entry.name))
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name))),
  )
}

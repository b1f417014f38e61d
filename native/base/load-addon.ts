import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The native addon is missing or does not load. The message names the files that were tried and says what to do. */
export class NativeAddonError extends Error {
  override name = 'NativeAddonError'
}

let loadedAddon: unknown

/**
 * What the addon exports. Loads at the first call, so that importing a kernel's module never fails.
 *
 * @typeParam Exports the part that the calling kernel uses; each kernel declares its own.
 */
export function getAddon<Exports>(): Exports {
  loadedAddon ??= loadAddon()
  return loadedAddon as Exports
}

function loadAddon(): unknown {
  const candidates = listCandidates()
  const file = candidates.find((candidate) => existsSync(candidate))
  if (file === undefined) {
    throw new NativeAddonError(
      `The native addon is not built. Tried:\n${candidates.map((candidate) => `  ${candidate}`).join('\n')}\nBuild it with \`npm run setup\`, or set CODESHELL_NATIVE_ADDON to its file.`,
    )
  }
  try {
    // Not `require`, which bundlers rewrite and which would take a file of another kind for an addon.
    const module = { exports: {} }
    process.dlopen(module, file)
    return module.exports
  } catch (cause) {
    throw new NativeAddonError(
      `The native addon ${file} does not load: ${cause instanceof Error ? cause.message : cause}\nBuild it for this system with \`npm run setup\`.`,
      { cause },
    )
  }
}

function listCandidates(): string[] {
  const named = process.env.CODESHELL_NATIVE_ADDON
  if (named !== undefined && named !== '') return [path.resolve(named)]
  const inBuild = 'build/native/codeshell_native.node'
  const here = path.dirname(fileURLToPath(import.meta.url))
  // The repository is two folders up, from native/base/ as from a bundle in dist/<x>/.
  const candidates = [path.resolve(here, '../..', inBuild)]
  // Set by Electron alone; a packaged application keeps the addon there because nothing can be loaded out of an archive.
  const resourcesPath: unknown = Reflect.get(process, 'resourcesPath')
  if (typeof resourcesPath === 'string') candidates.unshift(path.join(resourcesPath, 'native/codeshell_native.node'))
  return candidates
}

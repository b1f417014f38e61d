import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Many documents in one array: document `i` is the bytes from `offsets[i]` to `offsets[i + 1]`, so `n` documents have `n + 1` offsets. */
export type DocumentBatch = {
  /** UTF-8 text. Owned by the native thread until the call settles: do not change, transfer or detach it before. */
  bytes: Uint8Array
  /** Ascending byte positions, copied by the call. `Float64Array` serves batches of 4 GiB and more. */
  offsets: Uint32Array | Float64Array
}

/** The numbers of one row of `measureText`, in their order; the names are those of the signals. */
export const textMeasureColumns = [
  'size_bytes',
  'line_count',
  'mean_line_length',
  'max_line_length',
  'alphabetic_fraction',
  'alphanumeric_fraction',
] as const

export type TextMeasureColumn = (typeof textMeasureColumns)[number]

/**
 * Measures the lines and characters of every document of a batch, on one thread of Node's pool.
 *
 * - A character is a Unicode scalar value; each maximal invalid part of the UTF-8 counts as one U+FFFD, as `TextDecoder` replaces it.
 * - A line ends at `\n`; a `\r` right before it does not belong to the line. Text after the last `\n` is a line if it is not
 *   empty. Line lengths are in characters.
 * - Alphabetic is `\p{L}`, alphanumeric `\p{L}` or `\p{N}`, as a fraction (0 to 1) of all characters, line ends included.
 * - An empty document has 0 in every column.
 *
 * @returns `textMeasureColumns.length` numbers for each document, row after row.
 * @throws TypeError or RangeError that names the argument, or the signal's reason: a call that is aborted stops before the next
 *   document, and no longer reads the bytes when it rejects.
 */
export async function measureText(batch: DocumentBatch, options: { signal?: AbortSignal } = {}): Promise<Float64Array> {
  const { signal } = options
  signal?.throwIfAborted()
  refuseResizable(batch.bytes)
  const { result, cancel } = getAddon().startMeasureText(batch.bytes, batch.offsets)
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    const rows = await result
    if (rows === null) throw signal?.reason
    return rows
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

/** The instruction set that `measureText` uses on this processor: `scalar`, `sse4.2`, `avx2` or `neon`. */
export function getMeasureTextKernel(): string {
  return getAddon().measureTextKernel
}

/** The native addon is missing or does not load. The message names the files that were tried and says what to do. */
export class NativeAddonError extends Error {
  override name = 'NativeAddonError'
}

/** What `addon/` exports. It checks its arguments wherever a wrong one could touch memory. */
type Addon = {
  measureTextKernel: string
  startMeasureText(
    bytes: Uint8Array,
    offsets: Uint32Array | Float64Array,
  ): { /** `null` once cancelled */ result: Promise<Float64Array | null>; cancel: () => void }
}

/** Shrinking a buffer gives its pages back to the system under the native thread, which no check in the addon can see. */
function refuseResizable(bytes: Uint8Array): void {
  if (bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer && bytes.buffer.resizable) {
    throw new TypeError('bytes must not lie in a resizable ArrayBuffer')
  }
}

let loadedAddon: Addon | undefined

/** Loads at the first call, so that importing this module never fails. */
function getAddon(): Addon {
  loadedAddon ??= loadAddon()
  return loadedAddon
}

function loadAddon(): Addon {
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
    return module.exports as Addon
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
  // From native/index.ts the repository is one folder up, from a bundle in dist/<x>/ two.
  const candidates = [path.resolve(here, '..', inBuild), path.resolve(here, '../..', inBuild)]
  // Set by Electron alone; a packaged application keeps the addon there because nothing can be loaded out of an archive.
  const resourcesPath: unknown = Reflect.get(process, 'resourcesPath')
  if (typeof resourcesPath === 'string') candidates.unshift(path.join(resourcesPath, 'native/codeshell_native.node'))
  return candidates
}

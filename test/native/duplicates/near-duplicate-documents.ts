import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DocumentBatch, DuplicateReport } from '#native'

export function toBatch(documents: readonly Uint8Array[]): DocumentBatch {
  const offsets = new Uint32Array(documents.length + 1)
  for (const [index, document] of documents.entries()) offsets[index + 1] = (offsets[index] ?? 0) + document.length
  return { bytes: new Uint8Array(Buffer.concat(documents)), offsets }
}

export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** The same numbers from 0 to 1 for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** Source files of the installed packages, at most `maxBytes` each, the same ones at every call. */
export function readSourceFiles(count: number, maxBytes: number): Uint8Array[] {
  const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
  const files: Uint8Array[] = []
  for (const name of [
    'typescript',
    'zod',
    'react-dom',
    'yaml',
    'd3-array',
    'react-aria',
    'fast-check',
    'vite',
    'vitest',
    'monaco-editor',
  ]) {
    for (const file of findSourceFiles(path.join(nodeModules, name))) {
      if (files.length === count) return files
      const bytes = readFileSync(file)
      if (bytes.length <= maxBytes) files.push(new Uint8Array(bytes))
    }
  }
  if (files.length < count) throw new Error(`There are only ${files.length} source files of at most ${maxBytes} bytes.`)
  return files
}

function* findSourceFiles(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* findSourceFiles(file)
    else if (entry.isFile() && /\.(?:[cm]?[jt]s|md|json|css)$/.test(entry.name)) yield file
  }
}

/** A copy of a text in which about `share` of the words are replaced by others. */
export function changeWords(bytes: Uint8Array, share: number, random: () => number): Uint8Array {
  const text = new TextDecoder().decode(bytes)
  const changed = text.replace(/\w+/g, (word) => (random() < share ? `changed${Math.floor(random() * 1e6)}` : word))
  return encode(changed)
}

/** The sets of ids with the same cluster, of two members or more. */
export function toGroups(report: DuplicateReport): number[][] {
  const groups = new Map<number, number[]>()
  for (const [place, id] of report.ids.entries()) {
    const cluster = report.clusters[place] ?? 0
    groups.set(cluster, [...(groups.get(cluster) ?? []), id])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

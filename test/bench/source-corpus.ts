import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DocumentBatch } from '#native'

const packages = ['typescript', 'monaco-editor', '@typescript', 'react-dom', 'electron', 'react-aria', 'zod', 'playwright-core']

/** Source files of installed packages, up to `corpusBytes` in all and `fileBytes` each, the same ones at every call. */
export function* readSourceCorpus(corpusBytes: number, fileBytes = Number.POSITIVE_INFINITY): Generator<Uint8Array> {
  const nodeModules = fileURLToPath(new URL('../../node_modules', import.meta.url))
  let sizeBytes = 0
  for (const name of packages) {
    for (const file of findSourceFiles(path.join(nodeModules, name))) {
      if (sizeBytes >= corpusBytes) return
      const document = readFileSync(file)
      if (document.length > fileBytes) continue
      sizeBytes += document.length
      yield document
    }
  }
}

export function toBatch(documents: readonly Uint8Array[]): DocumentBatch {
  const offsets = new Float64Array(documents.length + 1)
  for (const [index, document] of documents.entries()) offsets[index + 1] = (offsets[index] ?? 0) + document.length
  return { bytes: new Uint8Array(Buffer.concat(documents)), offsets }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function* findSourceFiles(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* findSourceFiles(file)
    else if (entry.isFile() && /\.(?:[cm]?[jt]s|md)$/.test(entry.name)) yield file
  }
}

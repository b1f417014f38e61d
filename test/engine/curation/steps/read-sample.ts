import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { zstdDecompressSync } from 'node:zlib'
import type { TestDocument } from './make-step-batch.ts'

/** The documents of the sample that were made up for it, secrets and persons among them. */
export function readPlanted(): (TestDocument & { path: string; text: string })[] {
  const file = fileURLToPath(new URL('../../../../assets/sample/sample.jsonl.zst', import.meta.url))
  const lines = zstdDecompressSync(readFileSync(file)).toString().trim().split('\n')
  return lines.filter((line) => line.includes('"planted/')).map((line) => JSON.parse(line))
}

import type { SourceKind } from '#contracts/imports'
import { openRegularFile } from '../../platform/regular-file.ts'
import { findCompression } from './decompress.ts'

/** What a name tells where the content does not. */
const kindsByName: readonly [end: RegExp, kind: SourceKind][] = [
  [/\.(?:jsonl|ndjson|jsonlines|json)(?:\.(?:gz|zst|zstd))?$/i, 'jsonl'],
  [/\.parquet$/i, 'parquet'],
  [/\.(?:csv|tsv)(?:\.(?:gz|zst|zstd))?$/i, 'csv'],
  [/\.(?:sqlite3?|db)$/i, 'sqlite'],
]

const startBytes = 64
const sqliteMagic = 'SQLite format 3\0'

/** What a file holds, by its first bytes, or where these do not tell by its name; null where neither does. Fails with the system's error. */
export async function findKind(file: string): Promise<SourceKind | null> {
  const start = await readStart(file)
  if (start.startsWith('PAR1')) return 'parquet'
  if (start.startsWith(sqliteMagic)) return 'sqlite'
  const named = kindsByName.find(([end]) => end.test(file))?.[1] ?? null
  // A name may say what a file was meant to hold; the importer then tells that it does not.
  if (named !== null) return named
  if (/^(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*\{)/.test(start)) return 'jsonl'
  return (await findCompression(file)) === 'none' ? null : 'jsonl'
}

async function readStart(file: string): Promise<string> {
  const { handle } = await openRegularFile(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(startBytes), 0, startBytes, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

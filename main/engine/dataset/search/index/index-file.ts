import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  openDatabase,
  openReadOnlyDatabase,
  type ReadableDatabase,
  readUserVersion,
  type WritableDatabase,
} from '../../../platform/sqlite.ts'
import { trigramCount } from './trigrams.ts'

/** Grows when what is stored means something else; an index of another version is built anew. */
const indexVersion = 1

/**
 * Segments hold the documents from `first_id` to `end_id` - 1. `last_hash` is that of the last one: an index that was left beside another
 * project's database, or one that was put back from a copy, is told by it. A block's id is its segment times 2^24 plus its first trigram.
 */
const schema = `
  CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    first_id INTEGER NOT NULL UNIQUE,
    end_id INTEGER NOT NULL,
    last_hash BLOB NOT NULL
  ) STRICT;
  CREATE TABLE block (id INTEGER PRIMARY KEY, postings BLOB NOT NULL) STRICT;
`

/** Documents of one segment. */
export interface IndexSegment {
  id: number
  firstId: number
  endId: number
}

/** The index of texts lies beside the project's database and can be deleted: it is built again. */
export function getIndexFile(projectFolder: string): string {
  return join(projectFolder, 'project.search.sqlite')
}

/** Opens the index for writing. What does not fit the project, or is damaged, is thrown away. */
export function openIndex(file: string, project: ReadableDatabase): WritableDatabase {
  try {
    const database = prepare(openDatabase(file))
    if (isOfProject(database, project)) return database
    database.close()
  } catch {
    // Damaged, or of another program: nothing in it is worth more than building it again.
  }
  deleteIndex(file)
  return prepare(openDatabase(file))
}

/** Opens the index for reading; null when there is none that fits the project. */
export function findIndex(file: string, project: ReadableDatabase): ReadableDatabase | null {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return null
  let database: ReadableDatabase | undefined
  try {
    database = openReadOnlyDatabase(file)
    if (readUserVersion(database) === indexVersion && isOfProject(database, project)) return database
  } catch {
    // As above. Who builds it next throws it away.
  }
  database?.close()
  return null
}

/** In order of their documents; they lie end to end from document 0 on. */
export function listSegments(database: ReadableDatabase): IndexSegment[] {
  return database
    .prepare<[], IndexSegment>('SELECT id, first_id AS firstId, end_id AS endId FROM segment ORDER BY first_id')
    .all()
}

/** How many documents, from the first on, the index knows. */
export function countIndexed(database: ReadableDatabase): number {
  return database.prepare<[], number>('SELECT coalesce(max(end_id), 0) FROM segment').pluck().get() ?? 0
}

export function getBlockId(segmentId: number, code: number): number {
  return segmentId * trigramCount + code
}

/** Bytes on disk, what is not yet in the file itself included. */
export function measureIndex(file: string): number {
  return ['', '-wal'].reduce((sum, suffix) => sum + (statSync(file + suffix, { throwIfNoEntry: false })?.size ?? 0), 0)
}

function prepare(database: WritableDatabase): WritableDatabase {
  if (readUserVersion(database) === indexVersion) return database
  database.pragma('page_size = 8192')
  database.pragma('journal_mode = WAL')
  database.transaction(() => {
    database.exec(schema)
    database.pragma(`user_version = ${indexVersion}`)
  })()
  return database
}

function isOfProject(database: ReadableDatabase, project: ReadableDatabase): boolean {
  const findHash = project.prepare<[number], Uint8Array>('SELECT hash FROM document WHERE id = ?').pluck()
  const segments = database.prepare<[], { endId: number; lastHash: Uint8Array }>(
    'SELECT end_id AS endId, last_hash AS lastHash FROM segment',
  )
  return segments.all().every(({ endId, lastHash }) => {
    const hash = findHash.get(endId - 1)
    return hash !== undefined && Buffer.compare(hash, lastHash) === 0
  })
}

function deleteIndex(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
}

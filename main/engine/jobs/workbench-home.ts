import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../platform/log.ts'
import { runMigrations } from '../platform/run-migrations.ts'
import { openDatabase, readUserVersion, type WritableDatabase } from '../platform/sqlite.ts'
import { type FileLock, tryLock } from '../platform/sqlite-lock.ts'
import type { JobHome } from './job-definition.ts'

/** The tables of jobs are those that a project has. */
const migrations = [
  `
  CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'interrupted', 'done', 'failed', 'cancelled')),
    parameters TEXT NOT NULL,
    cursor TEXT,
    unit TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER,
    failed_count INTEGER,
    summary TEXT,
    failure TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;

  CREATE TABLE job_problem (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    unit_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'skipped')),
    UNIQUE (job_id, unit_key)
  ) STRICT;
  CREATE INDEX job_problem_order ON job_problem (job_id, outcome, id);

  CREATE TABLE job_log (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    message TEXT NOT NULL
  ) STRICT;
  CREATE INDEX job_log_order ON job_log (job_id, id);
`,
]

const databaseName = 'workbench.sqlite'
const inMemory = ':memory:'

/**
 * Where the jobs of the workbench are kept: `workbench.sqlite` in the folder of user data. Of several processes only the first keeps its jobs there;
 * the others keep theirs in memory, so that none takes another's running job for one that was left. So does one whose file cannot be used, and the
 * log says why: the program starts all the same.
 */
export function openWorkbenchHome({ userDataFolder, log }: { userDataFolder: string; log: Log }): JobHome & Disposable {
  const kept = openKept(userDataFolder, log)
  const database = kept?.database ?? prepare(openDatabase(inMemory))
  return {
    folder: userDataFolder,
    database,
    [Symbol.dispose]() {
      database.close()
      kept?.lock[Symbol.dispose]()
    },
  }
}

function openKept(userDataFolder: string, log: Log): { database: WritableDatabase; lock: FileLock } | null {
  const file = join(userDataFolder, databaseName)
  let lock: FileLock | undefined
  try {
    mkdirSync(userDataFolder, { recursive: true })
    const attempt = tryLock(`${file}-lock`)
    if (attempt.status === 'held') return null
    lock = attempt.lock
    return { database: prepare(openDatabase(file)), lock }
  } catch (error) {
    lock?.[Symbol.dispose]()
    log.warn('the jobs of the workbench are not kept', { file, reason: String(error) })
    return null
  }
}

/** Brings the tables up to date. A database that cannot be used is closed. */
function prepare(database: WritableDatabase): WritableDatabase {
  try {
    database.pragma('journal_mode = WAL')
    const version = readUserVersion(database)
    if (version > migrations.length) throw new Error(`a newer version of the program wrote it (${version})`)
    runMigrations(database, migrations)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

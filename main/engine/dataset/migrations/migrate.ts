import { type Migration, runMigrations } from '../../platform/run-migrations.ts'
import type { WritableDatabase } from '../../platform/sqlite.ts'
import { migration0001 } from './0001-documents.ts'
import { migration0002 } from './0002-skipped-units.ts'
import { migration0003 } from './0003-problem-keys.ts'
import { migration0004 } from './0004-rows.ts'
import { migration0005 } from './0005-review.ts'
import { migration0006 } from './0006-signal-pieces.ts'
import { migration0007 } from './0007-job-log.ts'
import { migration0008 } from './0008-curation.ts'
import { migration0009 } from './0009-failed-counts.ts'
import { migration0010 } from './0010-ratings.ts'

const migrations: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0010,
]

/** The version that this program reads and writes, kept in `PRAGMA user_version`. */
export const schemaVersion = migrations.length

/** Brings the database of a project up to date, or to an earlier version that it has not reached. */
export function migrate(database: WritableDatabase, target = schemaVersion): void {
  runMigrations(database, migrations, target)
}

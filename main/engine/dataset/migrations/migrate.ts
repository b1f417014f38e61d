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

/** SQL, or what SQL cannot say. */
type Migration = string | ((database: WritableDatabase) => void)

/** Migration i leads from version i to i + 1. A migration that was released is never changed. */
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

/**
 * Brings a database up to date, or to an earlier version that it has not reached: all of it or nothing. Foreign keys are off meanwhile, so that a table that others refer to can be made anew;
 * what does not fit together at the end undoes it all.
 */
export function migrate(database: WritableDatabase, target = schemaVersion): void {
  const hadForeignKeys = Boolean(database.pragma('foreign_keys', { simple: true }))
  database.pragma('foreign_keys = OFF')
  try {
    database
      .transaction(() => {
        const version = Number(database.pragma('user_version', { simple: true }))
        if (version >= target) return
        for (const migration of migrations.slice(version, target)) {
          if (typeof migration === 'string') database.exec(migration)
          else migration(database)
        }
        const [broken] = database.pragma('foreign_key_check') as { table: string }[]
        if (broken) throw new Error(`A migration left rows of ${broken.table} that refer to nothing.`)
        database.pragma(`user_version = ${target}`)
      })
      .immediate()
  } finally {
    if (hadForeignKeys) database.pragma('foreign_keys = ON')
  }
}

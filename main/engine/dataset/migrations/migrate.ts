import type { WritableDatabase } from '../../platform/sqlite.ts'
import { migration0001 } from './0001-documents.ts'
import { migration0002 } from './0002-skipped-units.ts'
import { migration0003 } from './0003-problem-keys.ts'

/** Migration i leads from version i to i + 1. A migration that was released is never changed. */
const migrations = [migration0001, migration0002, migration0003]

/** The version that this program reads and writes, kept in `PRAGMA user_version`. */
export const schemaVersion = migrations.length

/** Brings a database up to date, all of it or nothing. */
export function migrate(database: WritableDatabase): void {
  database
    .transaction(() => {
      const version = Number(database.pragma('user_version', { simple: true }))
      for (const migration of migrations.slice(version)) database.exec(migration)
      database.pragma(`user_version = ${schemaVersion}`)
    })
    .immediate()
}

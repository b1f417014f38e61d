import { readUserVersion, type WritableDatabase } from './sqlite.ts'

/** SQL, or what SQL cannot say. Migration i leads from version i to i + 1. A migration that was released is never changed. */
export type Migration = string | ((database: WritableDatabase) => void)

/**
 * Brings a database from the version in its `PRAGMA user_version` to `target`, if it has not reached that: all of it or nothing. Foreign keys
 * are off meanwhile, so that a table that others refer to can be made anew; what does not fit together at the end undoes it all.
 */
export function runMigrations(database: WritableDatabase, migrations: readonly Migration[], target = migrations.length): void {
  const hadForeignKeys = Boolean(database.pragma('foreign_keys', { simple: true }))
  database.pragma('foreign_keys = OFF')
  try {
    database
      .transaction(() => {
        const version = readUserVersion(database)
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

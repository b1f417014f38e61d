import type { WritableDatabase } from '../../platform/sqlite.ts'

/** Names that many documents share, each stored once under an id from 1 on. */
export interface Dictionary {
  /** The id of a name, which is added when it is new. The caller has opened a transaction. */
  idOf(name: string, details?: readonly string[]): number
  /** To be called when the transaction was undone: what it added is not there. */
  forget(): void
}

/** Bounds the memory: a crawl may name millions of repositories. */
const maxRemembered = 100_000

/** `columns` of the table are the name and its details, in that order. */
export function createDictionary(database: WritableDatabase, table: string, columns: readonly [string, ...string[]]): Dictionary {
  const [nameColumn] = columns
  const find = database.prepare<[string], number>(`SELECT id FROM ${table} WHERE ${nameColumn} = ?`).pluck()
  const add = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
  const known = new Map<string, number>()
  return {
    idOf(name, details = []) {
      const remembered = known.get(name)
      if (remembered !== undefined) return remembered
      const id = find.get(name) ?? Number(add.run(name, ...details).lastInsertRowid)
      if (known.size >= maxRemembered) known.clear()
      known.set(name, id)
      return id
    },
    forget: () => known.clear(),
  }
}

import type { WritableDatabase } from '../../platform/sqlite.ts'
import type { SqliteReader } from '../../platform/sqlite-reader.ts'

/** The repositories that documents name. There may be millions, so their names stay in the database. Ids begin at 1. */
export interface Repositories {
  /** No document of this moment has a higher one; 0 when none has a repository. */
  readonly highestId: number
  /** Names by id. */
  readNames(ids: readonly number[], signal?: AbortSignal): Promise<Map<number, string>>
  /** Ids of those names that there are. */
  findIds(names: readonly string[], signal?: AbortSignal): Promise<number[]>
  /** All ids in the order of their names' UTF-8 bytes. */
  listByName(signal?: AbortSignal): Promise<Float64Array>
  /** The first names that have `part` anywhere, blind to upper and lower case of ASCII, those that begin with it before the others. */
  complete(part: string, limit: number, signal?: AbortSignal): Promise<string[]>
}

/** As they are now; documents that are added later may name others. */
export function createRepositories(database: WritableDatabase, reader: SqliteReader): Repositories {
  const highestId = database.prepare<[], number>('SELECT coalesce(max(id), 0) FROM repo').pluck().get() ?? 0
  return {
    highestId,
    async readNames(ids, signal) {
      const rows = await reader.rows<{ id: number; name: string }>({
        name: 'names of repositories',
        sql: 'SELECT id, name FROM repo WHERE id IN (SELECT value FROM json_each(?))',
        parameters: [JSON.stringify(ids)],
        signal,
      })
      return new Map(rows.map(({ id, name }) => [id, name]))
    },
    async findIds(names, signal) {
      if (names.length === 0) return []
      const ids = await reader.numbers({
        name: 'repositories by name',
        sql: 'SELECT id FROM repo WHERE name IN (SELECT value FROM json_each(?))',
        parameters: [JSON.stringify(names)],
        signal,
      })
      return [...ids]
    },
    listByName: (signal) => reader.numbers({ name: 'repositories in order', sql: 'SELECT id FROM repo ORDER BY name', signal }),
    async complete(part, limit, signal) {
      const like = part.replaceAll(/[\\%_]/g, '\\$&')
      const rows = await reader.rows<{ name: string }>({
        name: 'repositories that have some characters',
        sql: `SELECT name FROM repo WHERE name LIKE '%' || ? || '%' ESCAPE '\\'
          ORDER BY name NOT LIKE ? || '%' ESCAPE '\\', name LIMIT ?`,
        parameters: [like, like, limit],
        signal,
      })
      return rows.map(({ name }) => name)
    },
  }
}

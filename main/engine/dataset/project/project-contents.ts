import type { Source } from '#contracts/dataset'
import type { WritableDatabase } from '../../platform/sqlite.ts'
import type { Licence } from '../licences/find-licence.ts'

/** Counts and small lists of a project, each read in one short query. */
export interface ProjectContents {
  getName(): string
  /** Adds one to the revision and gives it. */
  countRevision(): number
  getRevision(): number
  listSources(): (Source & { sizeBytes: number })[]
  /** Names by id. */
  listLanguages(): string[]
  /** By id. */
  listLicences(): (Licence | undefined)[]
  /** Ids are dense, so this is the number of documents. */
  countDocuments(): number
}

/** Each importer says in its own words where a source is: what was read, be it a folder or a file, is the one of these that is there. */
const locationPath = "coalesce(location ->> '$.path', location ->> '$.file', location ->> '$.folder')"

export function createProjectContents(database: WritableDatabase): ProjectContents {
  const name = database.prepare<[], string>('SELECT name FROM project').pluck()
  const countRevision = database.prepare<[], number>('UPDATE project SET revision = revision + 1 RETURNING revision').pluck()
  const revision = database.prepare<[], number>('SELECT revision FROM project').pluck()
  const sources = database.prepare<[], Source & { sizeBytes: number }>(
    `SELECT id, kind, name, ${locationPath} AS location, document_count AS documentCount, size_bytes AS sizeBytes FROM source ORDER BY id`,
  )
  const languages = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM language ORDER BY id')
  const licences = database.prepare<[], Licence & { id: number }>(
    'SELECT id, expression, class AS licenceClass FROM licence ORDER BY id',
  )
  const documents = database.prepare<[], number>('SELECT coalesce(max(id) + 1, 0) FROM document').pluck()
  return {
    getName: () => name.get() ?? '',
    countRevision: () => Number(countRevision.get()),
    getRevision: () => Number(revision.get()),
    listSources: () => sources.all(),
    listLanguages() {
      const names: string[] = []
      for (const language of languages.all()) names[language.id] = language.name
      return names
    },
    listLicences() {
      const found: (Licence | undefined)[] = []
      for (const { id, ...licence } of licences.all()) found[id] = licence
      return found
    },
    countDocuments: () => Number(documents.get()),
  }
}

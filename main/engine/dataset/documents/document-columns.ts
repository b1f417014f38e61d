import type { WritableDatabase } from '../../platform/sqlite.ts'
import type { SignalDefinition } from '../project/project.ts'
import { createSignalPieces } from '../signals/signal-pieces.ts'
import { ensureSignal } from '../signals/signal-store.ts'
import { statisticsSignals } from '../signals/statistics.ts'

/** What is stored of a document in columns. Ids are those of the dictionaries; null where it has none. */
export interface DocumentPlace {
  sourceId: number
  languageId: number
  licenceId: number | null
  repoId: number | null
  stars: number | null
  /** One value for each of `statisticsSignals`. */
  statistics: Float64Array
}

/** Names have a character that no other signal's name has. */
export const languageColumn = 'document:language'
export const sourceColumn = 'document:source'
export const licenceColumn = 'document:licence'
export const repoColumn = 'document:repo'

type Definition = SignalDefinition & { internal?: boolean }

const internalSignal = (name: string, description: string): Definition => ({
  name,
  label: '',
  unit: '',
  description,
  producer: 'import',
  producerConfig: null,
  internal: true,
})

const starsSignal: Definition = {
  name: 'stars',
  label: 'Stars',
  unit: 'stars',
  description: 'Stars of the repository, as the source states them.',
  producer: 'import',
  producerConfig: null,
}

const columns: readonly { definition: Definition; read(place: DocumentPlace): number | null; isOptional?: true }[] = [
  ...statisticsSignals.map((definition, index) => ({
    definition,
    read: ({ statistics }: DocumentPlace) => statistics[index] ?? null,
  })),
  { definition: internalSignal(languageColumn, 'Id of the language.'), read: ({ languageId }) => languageId },
  { definition: internalSignal(sourceColumn, 'Id of the source.'), read: ({ sourceId }) => sourceId },
  {
    ...{ definition: internalSignal(licenceColumn, 'Id of the licence.'), isOptional: true },
    read: ({ licenceId }) => licenceId,
  },
  { definition: internalSignal(repoColumn, 'Id of the repository.'), read: ({ repoId }) => repoId, isOptional: true },
  { definition: starsSignal, read: ({ stars }) => stars, isOptional: true },
]

/** Writes the columns that come with documents. The caller has opened a transaction. */
export function createDocumentColumns(database: WritableDatabase) {
  const pieces = createSignalPieces(database)
  return {
    /** An optional column is not made before there is a value for it, and not written where all are missing. */
    write(firstId: number, places: readonly DocumentPlace[]): void {
      for (const { definition, read, isOptional } of columns) {
        const values = Float32Array.from(places, (place) => read(place) ?? Number.NaN)
        if (isOptional && values.every(Number.isNaN)) continue
        pieces.write(ensureSignal(database, definition), firstId, values)
      }
    },
  }
}

import type { DocumentSort } from '#contracts/dataset'
import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import type { Decisions } from '../decisions.ts'
import type { ColumnSnapshot } from '../project/project.ts'
import { findReviewOrder, measureReviewOrder } from '../review/review-order.ts'
import { measureDocuments } from '../signals/measure-documents.ts'
import { listByValue, sortByValue } from '../signals/sorted-column.ts'

/** Sorts by what people said: keep, drop, unsure; documents without a label last. */
export const labelColumn = 'label'

/** What documents can be sorted by. `labels` has for each its place in `labelOfCode`. */
export interface OrderSources {
  snapshot: ColumnSnapshot
  reader: SqliteReader
  labels: Uint8Array
  getDecisions(): Decisions
}

/** Every document of a snapshot in the order of a column: missing values last. Documents that are equal stand by id, in a descending order of values the other way round. */
export function sortDocuments(
  { snapshot, reader, labels, getDecisions }: OrderSources,
  sort: DocumentSort,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  if (sort.column === labelColumn) {
    const values = measureDocuments(snapshot.documentCount, (id) => labels[id] || Number.NaN, signal)
    return listSorted(values, sort.direction, signal)
  }
  const order = findReviewOrder(sort.column)
  if (order) {
    const values = measureReviewOrder(order, { snapshot, decisions: getDecisions() }, signal)
    return listSorted(values, sort.direction, signal)
  }
  if (sort.column === 'path') return sortByPath(snapshot, reader, { direction: sort.direction, signal })
  if (isNameColumn(sort.column)) return sortByNames(snapshot, sort.column, { direction: sort.direction, signal })
  return sortBySignal(snapshot, sort, signal)
}

const nameColumns = ['language', 'licence', 'repo'] as const
type NameColumn = (typeof nameColumns)[number]

function isNameColumn(column: string): column is NameColumn {
  return (nameColumns as readonly string[]).includes(column)
}

/** Whether documents are sorted by what they are called or where they are from, which no value of a signal changes. */
export function isWordColumn(column: string): boolean {
  return column === 'path' || isNameColumn(column)
}

async function sortByNames(
  snapshot: ColumnSnapshot,
  column: NameColumn,
  options: { direction: DocumentSort['direction']; signal: AbortSignal | undefined },
): Promise<Uint32Array> {
  const { signal } = options
  switch (column) {
    case 'language':
      return sortByName(await snapshot.languageIds(signal), rankNames(snapshot.languages()), options)
    case 'licence': {
      const expressions = Array.from(snapshot.licences(), (licence) => licence?.expression)
      return sortByName(await snapshot.licenceIds(signal), rankNames(expressions), options)
    }
    case 'repo': {
      const { repositories } = snapshot
      const ids = await repositories.listByName(signal)
      return sortByName(await snapshot.repoIds(signal), rankIds(ids, repositories.highestId + 1), options)
    }
  }
}

async function listSorted(
  values: Promise<Float32Array>,
  direction: DocumentSort['direction'],
  signal?: AbortSignal,
): Promise<Uint32Array> {
  return listByValue(await sortByValue(await values, signal), direction)
}

/** Ids by path, documents without one last. SQLite compares the UTF-8 bytes. */
export function pathOrderSql(direction: DocumentSort['direction']): string {
  return `SELECT id FROM document ORDER BY path ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST, id`
}

async function sortByPath(
  { documentCount }: ColumnSnapshot,
  reader: SqliteReader,
  { direction, signal }: { direction: DocumentSort['direction']; signal: AbortSignal | undefined },
): Promise<Uint32Array> {
  const ids = await reader.numbers({ name: 'documents by path', sql: pathOrderSql(direction), signal })
  // Documents may have been added after the snapshot.
  return new Uint32Array(ids.length === documentCount ? ids : ids.filter((id) => id < documentCount))
}

/** Where a language, a licence or a repository stands among the others, by its id; no rank where there is none. */
type Ranks = Float32Array

function rankNames(names: readonly (string | undefined)[]): Ranks {
  const ids = [...names.keys()].filter((id) => names[id] !== undefined)
  // By code units: the order only has to be the same each time.
  return rankIds(
    ids.sort((a, b) => ((names[a] as string) < (names[b] as string) ? -1 : 1)),
    names.length,
  )
}

function rankIds(sorted: ArrayLike<number>, length: number): Ranks {
  const ranks = new Float32Array(length).fill(Number.NaN)
  for (let rank = 0; rank < sorted.length; rank++) ranks[sorted[rank] as number] = rank
  return ranks
}

/** Ids of names that documents have in a column, 0 or NaN where they have none. */
async function sortByName(
  column: Float32Array,
  ranks: Ranks,
  { direction, signal }: { direction: DocumentSort['direction']; signal: AbortSignal | undefined },
): Promise<Uint32Array> {
  const ranked = measureDocuments(column.length, (id) => ranks[column[id] as number] ?? Number.NaN, signal)
  return listSorted(ranked, direction, signal)
}

async function sortBySignal(
  snapshot: ColumnSnapshot,
  { column, direction }: DocumentSort,
  signal: AbortSignal | undefined,
): Promise<Uint32Array> {
  return listByValue(await snapshot.sortColumn(column, signal), direction)
}

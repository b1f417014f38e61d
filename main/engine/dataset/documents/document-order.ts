import type { DocumentSort } from '#contracts/dataset'
import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import type { Decisions } from '../decisions.ts'
import type { ColumnSnapshot } from '../project/project.ts'
import { findReviewOrder, measureReviewOrder } from '../review/review-order.ts'
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
    const values = Float32Array.from({ length: snapshot.documentCount }, (_, id) => labels[id] || Number.NaN)
    return listSorted(Promise.resolve(values), sort.direction, signal)
  }
  const order = findReviewOrder(sort.column)
  if (order) {
    const values = measureReviewOrder(order, { snapshot, decisions: getDecisions() }, signal)
    return listSorted(values, sort.direction, signal)
  }
  if (sort.column === 'path') return sortByPath(snapshot, reader, { direction: sort.direction, signal })
  if (sort.column === 'language') return sortByLanguage(snapshot, sort.direction, signal)
  return sortBySignal(snapshot, sort, signal)
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

async function sortByLanguage(
  snapshot: ColumnSnapshot,
  direction: DocumentSort['direction'],
  signal: AbortSignal | undefined,
): Promise<Uint32Array> {
  const languages = snapshot.languages()
  const sorted = [...languages.keys()].sort((a, b) => ((languages[a] ?? '') < (languages[b] ?? '') ? -1 : 1))
  const ranks = new Float32Array(languages.length)
  for (const [rank, id] of sorted.entries()) ranks[id] = rank
  const languageIds = await snapshot.languageIds(signal)
  const ranked = languageIds.map((id) => ranks[id] as number)
  return listByValue(await sortByValue(ranked, signal), direction)
}

async function sortBySignal(
  snapshot: ColumnSnapshot,
  { column, direction }: DocumentSort,
  signal: AbortSignal | undefined,
): Promise<Uint32Array> {
  return listByValue(await snapshot.sortColumn(column, signal), direction)
}

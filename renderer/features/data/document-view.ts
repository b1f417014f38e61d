import type { DocumentQuery, DocumentSort, Signal } from '#contracts/dataset'
import { type TableProperty, tableProperty } from '#contracts/settings'

/** What the table shows: which documents, in which order, with which signals. */
export interface DocumentView {
  query: DocumentQuery
  sort: DocumentSort
  columns: string[]
}

export const emptyQuery: DocumentQuery = {
  text: '',
  languages: [],
  sourceIds: [],
  verdict: 'any',
  labels: [],
  licences: [],
  repos: [],
}
export const defaultSort: DocumentSort = { column: 'path', direction: 'ascending' }

/** Signals that say most about a file at a glance; shown until a person chooses. */
const preferredColumns = ['lines', 'max_line_length', 'mean_line_length', 'alphanumeric_fraction', 'model_perplexity']
const DEFAULT_COLUMN_COUNT = 5

/** The signal that the Size column sorts by. */
export const SIZE_SIGNAL = 'size'

const usualProperties: readonly TableProperty[] = ['label', 'language', 'size']

/** The properties to show, always in one order. */
export function resolveProperties(chosen: readonly TableProperty[] | null): TableProperty[] {
  return tableProperty.options.filter((property) => (chosen ?? usualProperties).includes(property))
}

/** The columns to show: the chosen ones that still exist, or a few good ones when nothing was chosen. */
export function resolveColumns(signals: readonly Signal[], chosen: readonly string[] | null): string[] {
  const names = signals.map((signal) => signal.name).filter((name) => name !== SIZE_SIGNAL)
  if (chosen !== null) return chosen.filter((name) => names.includes(name))
  const preferred = preferredColumns.filter((name) => names.includes(name))
  const rest = names.filter((name) => !preferred.includes(name))
  const taken = new Set([...preferred, ...rest].slice(0, DEFAULT_COLUMN_COUNT))
  return names.filter((name) => taken.has(name))
}

const textColumns: ReadonlySet<string> = new Set(['path', 'label', 'language', 'licence', 'repo'])

/** The sort after a click on a header: text starts ascending, numbers start with the largest, another click turns it round. */
export function nextSort(sort: DocumentSort, column: string): DocumentSort {
  if (sort.column !== column) {
    return { column, direction: textColumns.has(column) ? 'ascending' : 'descending' }
  }
  return { column, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' }
}

/** Adds a value that is not in the list and removes one that is. */
export function toggle<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value]
}

/** Whether a choice among the facets narrows the set. */
export function hasFacets({ languages, sourceIds, verdict, labels, licences, repos }: DocumentQuery): boolean {
  return verdict !== 'any' || [languages, sourceIds, labels, licences, repos].some((chosen) => chosen.length > 0)
}

/** Whether any condition narrows the set. */
export function isFiltered(query: DocumentQuery): boolean {
  return hasFacets(query) || query.text.trim() !== ''
}

/** Same key, same rows (at one revision of the project). */
export function viewKey(view: DocumentView): string {
  return JSON.stringify([view.query, view.sort, view.columns])
}

import { create } from 'zustand'
import type { DocumentId, DocumentQuery, DocumentSort, SearchProgress } from '#contracts/dataset'
import { askProject } from '../../app/project/project-store.ts'
import { defaultSort, emptyQuery, viewKey } from './document-view.ts'
import { createRowPages } from './row-pages.ts'

/** What is chosen. */
export interface Selection {
  /** Where it stands in this order; null while that is not known, and for a document that the table does not show. */
  index: number | null
  /** Null while the row under the cursor is still being fetched. */
  documentId: DocumentId | null
  /** Where it stood last in this order: whoever goes through the table goes on from there when the document leaves it. */
  lastIndex: number | null
  /** Whether it was asked for by itself, so that it stays when the table does not show it. */
  isPinned: boolean
  /** The table is known not to show it. */
  isOutside: boolean
}

export const nothingChosen: Selection = {
  ...{ index: null, documentId: null, lastIndex: null, isPinned: false, isOutside: false },
}

interface DataState {
  query: DocumentQuery
  /** What stands in the query bar; `query.text` is what was asked for last. */
  draft: string
  sort: DocumentSort
  selection: Selection
  /** Exact size of the set; null until it is known. */
  total: number | null
  /** How far the search has come that looks into documents. */
  search: SearchProgress | null
  error: unknown
  /** Grows with every change of the rows at hand. */
  rowsVersion: number
}

const start = {
  query: emptyQuery,
  draft: '',
  sort: defaultSort,
  selection: nothingChosen,
  total: null,
  search: null,
  error: null,
}

/** How often a search that goes on is asked how far it is. */
const FOLLOW_SEARCH_MS = 400
let following: ReturnType<typeof setTimeout> | undefined

/** What the Data place shows; it outlives the view, so that coming back finds everything as it was. */
export const useDataStore = create<DataState>(() => ({ ...start, rowsVersion: 0 }))

/** The rows of the table. */
export const rowPages = createRowPages((error) => {
  useDataStore.setState((state) => ({
    error,
    total: rowPages.total,
    search: rowPages.search,
    rowsVersion: state.rowsVersion + 1,
    selection: followSelection(state.selection),
  }))
  clearTimeout(following)
  if (error === null && rowPages.search?.state === 'running') following = setTimeout(rowPages.retry, FOLLOW_SEARCH_MS)
})

/** Shows a project from the beginning. */
export function resetData(): void {
  useDataStore.setState(start)
}

/** Fetches the rows for what is shown now; again after a change of columns or of the project's revision. */
export function loadRows(project: { folder: string }, columns: string[]): void {
  const { query, sort } = useDataStore.getState()
  const key = `${project.folder} ${viewKey({ query, sort, columns })}`
  rowPages.setSource(key, (offset, limit, abort) =>
    askProject((engine, signal) => engine.dataset.page({ query, sort, columns, offset, limit }, { signal }), abort),
  )
}

export function setQuery(query: DocumentQuery): void {
  useDataStore.setState(({ selection }) => ({
    query,
    selection: { ...selection, index: null, lastIndex: null, isPinned: false },
  }))
}

export function setDraft(draft: string): void {
  useDataStore.setState({ draft })
}

/** Asks for what stands in the query bar. */
export function askForText(text: string): void {
  setDraft(text)
  const { query } = useDataStore.getState()
  if (query.text !== text) setQuery({ ...query, text })
}

/** Shows all documents. */
export function clearFilters(): void {
  setDraft('')
  setQuery(emptyQuery)
}

export function setSort(sort: DocumentSort): void {
  useDataStore.setState(({ selection }) => ({ sort, selection: { ...selection, index: null, lastIndex: null } }))
}

/** Chooses a row by its place in the table. */
export function selectRow(index: number): void {
  const documentId = rowPages.findRow(index)?.id ?? null
  useDataStore.setState({ selection: { ...nothingChosen, index, lastIndex: index, documentId } })
}

/** Chooses a document, wherever it stands, or none. */
export function selectDocument(documentId: DocumentId | null): void {
  const index = documentId === null ? null : (rowPages.findIndex(documentId) ?? null)
  useDataStore.setState({ selection: { ...nothingChosen, index, lastIndex: index, documentId, isPinned: documentId !== null } })
}

/** Takes in where the chosen document stands in the table; null when it is not there. */
export function placeSelection(documentId: DocumentId, index: number | null): void {
  const { selection, total } = useDataStore.getState()
  if (selection.documentId !== documentId || selection.index !== null) return
  if (index !== null) useDataStore.setState({ selection: { ...selection, index, lastIndex: index, isOutside: false } })
  else if (selection.isPinned) useDataStore.setState({ selection: { ...selection, isOutside: true } })
  else if (selection.lastIndex !== null && total) selectRow(Math.min(selection.lastIndex, total - 1))
  else useDataStore.setState({ selection: nothingChosen })
}

/** Rows moved or arrived: the selection stays with its document, and a row chosen before it was here gets its document. */
function followSelection(selection: Selection): Selection {
  if (selection.documentId === null) {
    if (selection.index === null) return selection
    const documentId = rowPages.findRow(selection.index)?.id ?? null
    return documentId === null ? selection : { ...selection, documentId }
  }
  const index = rowPages.findIndex(selection.documentId)
  if (index !== undefined) {
    return index === selection.index ? selection : { ...selection, index, lastIndex: index, isOutside: false }
  }
  const other = selection.index === null ? undefined : rowPages.findRow(selection.index)
  return other === undefined || other.id === selection.documentId ? selection : { ...selection, index: null }
}

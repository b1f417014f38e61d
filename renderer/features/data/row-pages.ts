import type { DocumentId, SearchProgress, TableRow } from '#contracts/dataset'

/** Rows in one request. */
export const PAGE_ROWS = 100
/** Pages kept: enough for a long scroll back, and a few megabytes at most. */
const MAX_PAGES = 80
/** Requests under way at once: what one screen needs at most. */
const MAX_IN_FLIGHT = 2

/** One answer of the engine. */
export interface RowPage {
  total: number
  rows: TableRow[]
  search: SearchProgress
}

export interface RowPages {
  /** Exact size of the set; null until the first page has come. */
  readonly total: number | null
  /** How far the search had come that found them; null until the first page has come. */
  readonly search: SearchProgress | null
  /** Names what the pages show. A new key empties the pages; the same key again (new revision) makes them out of date. */
  setSource(key: string, fetchPage: FetchPage): void
  /** Says which rows are in view. Pages that are missing or out of date are fetched, those in view last asked for first. */
  show(first: number, last: number): void
  findRow(index: number): TableRow | undefined
  /** The index of a document among the rows at hand, or undefined. */
  findIndex(documentId: DocumentId): number | undefined
  /** Fetches again what is in view; the rows at hand stay until then. */
  retry(): void
  close(): void
}

export type FetchPage = (offset: number, limit: number, signal: AbortSignal) => Promise<RowPage>

interface Page {
  rows: TableRow[]
  /** The generation that fetched it; an older one is shown until it has been replaced. */
  generation: number
}

/**
 * Caches the pages of one sorted set of documents.
 *
 * Rows of the last revision stay in place until their replacement is here, so that an import that runs does not make the
 * table flicker. `onChange` is called after every answer, with the error of a failed one.
 */
export function createRowPages(onChange: (error: unknown) => void): RowPages {
  let key: string | null = null
  let fetchPage: FetchPage | null = null
  let generation = 0
  let pages = new Map<number, Page>()
  /** True while `pages` still holds the rows of another key. */
  let borrowed = false
  let total: number | null = null
  let search: SearchProgress | null = null
  let view: { first: number; last: number } | null = null
  let aborter = new AbortController()
  const inFlight = new Set<number>()
  /** A new revision came while requests were under way; they are let finish first, or a long sort would never answer. */
  let refreshWaiting = false

  const isFresh = (page: number) => !borrowed && pages.get(page)?.generation === generation

  function fetchMissing(): void {
    if (!fetchPage) return
    for (const page of pagesOf(view)) {
      if (inFlight.size >= MAX_IN_FLIGHT) return
      if (!isFresh(page) && !inFlight.has(page)) void load(page, fetchPage)
    }
  }

  async function load(page: number, fetch: FetchPage): Promise<void> {
    const mine = generation
    const { signal } = aborter
    inFlight.add(page)
    try {
      const answer = await fetch(page * PAGE_ROWS, PAGE_ROWS, signal)
      if (mine !== generation) return
      inFlight.delete(page)
      if (borrowed) {
        pages = new Map()
        borrowed = false
      }
      pages.delete(page)
      pages.set(page, { rows: answer.rows, generation })
      total = answer.total
      search = answer.search
      dropOldPages()
      onChange(null)
    } catch (error) {
      if (mine !== generation || signal.aborted) return
      inFlight.delete(page)
      onChange(error)
      // Asking on would repeat the failure without end; `retry`, a new view or a new revision does.
      if (!refreshWaiting) return
    }
    if (!refreshWaiting) fetchMissing()
    else if (inFlight.size === 0) startGeneration()
  }

  function dropOldPages(): void {
    const needed = new Set(pagesOf(view))
    for (const page of pages.keys()) {
      if (pages.size <= MAX_PAGES) return
      if (!needed.has(page)) pages.delete(page)
    }
  }

  function startGeneration(): void {
    aborter.abort()
    aborter = new AbortController()
    inFlight.clear()
    refreshWaiting = false
    generation++
    fetchMissing()
  }

  return {
    get total() {
      return total
    },
    get search() {
      return search
    },
    setSource(nextKey, nextFetch) {
      const isNewKey = nextKey !== key
      if (isNewKey) borrowed = pages.size > 0
      key = nextKey
      fetchPage = nextFetch
      if (isNewKey || inFlight.size === 0) startGeneration()
      else refreshWaiting = true
    },
    show(first, last) {
      view = { first, last }
      fetchMissing()
    },
    findRow: (index) => pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS],
    findIndex(documentId) {
      if (borrowed) return undefined
      for (const [page, { rows }] of pages) {
        const index = rows.findIndex((row) => row.id === documentId)
        if (index >= 0) return page * PAGE_ROWS + index
      }
      return undefined
    },
    retry: startGeneration,
    close() {
      fetchPage = null
      generation++
      aborter.abort()
    },
  }
}

/** The pages of a view; the first page when nothing is in view yet, because its answer tells how many rows there are. */
function pagesOf(view: { first: number; last: number } | null): number[] {
  if (!view || view.last < view.first) return [0]
  const first = Math.floor(view.first / PAGE_ROWS)
  const last = Math.floor(view.last / PAGE_ROWS)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

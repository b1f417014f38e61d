import type { DocumentQuery, DocumentRow, DocumentSort, Sample } from '#contracts/dataset'
import type { Decisions } from '../decisions.ts'
import type { ColumnSnapshot, OpenProject } from '../project/project.ts'
import { filterOrder, matchDocuments } from './document-filter.ts'
import { sortDocuments } from './document-order.ts'
import { countFacets, type Facets } from './facets.ts'
import { decodeText } from './text-encoding.ts'

/** What the table shows: pages, facets and single samples of the open project. */
export interface DocumentBrowser {
  page(request: PageRequest): Promise<{ total: number; rows: DocumentRow[] }>
  facets(query: DocumentQuery): Promise<Facets>
  sample(documentId: number): Promise<Sample>
}

export interface PageRequest {
  query: DocumentQuery
  sort: DocumentSort
  columns: readonly string[]
  offset: number
  limit: number
}

/** Orders and filtered orders kept in memory, at four bytes per document each. */
const maxOrders = 8

/** Remembers the orders of the last columns that were sorted by, until documents or values change. */
export function createDocumentBrowser(options: {
  getProject: () => OpenProject
  getDecisions: () => Decisions
}): DocumentBrowser {
  const { getProject, getDecisions } = options
  const orders = createPromiseCache<Uint32Array>(maxOrders)
  const masks = createPromiseCache<Uint8Array | null>(1)
  let snapshot: ColumnSnapshot | null = null

  function begin(): { project: OpenProject; snapshot: ColumnSnapshot } {
    const project = getProject()
    if (snapshot !== project.snapshot()) {
      snapshot = project.snapshot()
      orders.clear()
      masks.clear()
    }
    return { project, snapshot }
  }

  /** Taken after the snapshot, so the mask covers all of its documents. */
  function loadKept(project: OpenProject): Promise<Uint8Array | null> {
    return masks.get(String(project.state.get().revision), () => getDecisions().kept())
  }

  function loadOrder(current: ReturnType<typeof begin>, { query, sort }: PageRequest): Promise<Uint32Array> {
    const { project, snapshot: columns } = current
    const all = () => orders.get(JSON.stringify(sort), () => sortDocuments(columns, project.reader, sort))
    const { languages, sourceIds, verdict } = query
    if (languages.length === 0 && sourceIds.length === 0 && verdict === 'any') return all()
    // A recipe changes verdicts and nothing else.
    const revision = verdict === 'any' ? null : project.state.get().revision
    return orders.get(JSON.stringify([sort, languages, sourceIds, verdict, revision]), async () => {
      const kept = verdict === 'any' ? null : await loadKept(project)
      return filterOrder(await all(), await matchDocuments(columns, query, kept))
    })
  }

  return {
    async page(request) {
      const current = begin()
      const order = await loadOrder(current, request)
      const ids = order.subarray(request.offset, request.offset + request.limit)
      return { total: order.length, rows: await current.snapshot.rows(ids, request.columns) }
    },
    async facets(query) {
      const current = begin()
      const kept = await loadKept(current.project)
      return countFacets({ snapshot: current.snapshot, sources: current.project.listSources(), query, kept })
    },
    async sample(documentId) {
      const current = begin()
      const { bytes, hash: _hash, ...document } = current.project.readDocument(documentId)
      const source = current.project.listSources().find(({ id }) => id === document.sourceId)
      const signals = current.snapshot.listSignals()
      const [row] = await current.snapshot.rows(
        [documentId],
        signals.map(({ name }) => name),
      )
      return {
        document: { ...document, signals: [] },
        sourceName: source?.name ?? '',
        ...decodeText(bytes),
        values: signals.map((signal, index) => ({ signal, value: row?.signals[index] ?? null })),
        hits: await getDecisions().hits(documentId),
      }
    },
  }
}

/** Keeps the results that were used last. What failed is tried again by the next call. */
function createPromiseCache<T>(maxLength: number) {
  const entries = new Map<string, Promise<T>>()
  return {
    get(key: string, load: () => Promise<T>): Promise<T> {
      const entry = entries.get(key) ?? load()
      entries.delete(key)
      entries.set(key, entry)
      entry.catch(() => entries.delete(key))
      for (const oldest of entries.keys()) if (entries.size > maxLength) entries.delete(oldest)
      return entry
    },
    clear: () => entries.clear(),
  }
}

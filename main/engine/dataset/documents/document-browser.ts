import type { DocumentId, DocumentQuery, DocumentRow, DocumentSort, Sample } from '#contracts/dataset'
import { createSharedLoads } from '../../platform/shared-loads.ts'
import type { Decisions } from '../decisions.ts'
import type { ColumnSnapshot, OpenProject } from '../project/project.ts'
import { filterOrder, matchDocuments } from './document-filter.ts'
import { sortDocuments } from './document-order.ts'
import { countFacets, type Facets } from './facets.ts'
import { decodeText } from './text-encoding.ts'

/** What the table shows: pages, facets and single samples of the open project. A call that is aborted ends what only it waited for. */
export interface DocumentBrowser {
  page(request: PageRequest, signal?: AbortSignal): Promise<{ total: number; rows: DocumentRow[] }>
  facets(query: DocumentQuery, signal?: AbortSignal): Promise<Facets>
  sample(documentId: DocumentId, signal?: AbortSignal): Promise<Sample>
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
  const orders = createSharedLoads<Uint32Array>(maxOrders)
  const masks = createSharedLoads<Uint8Array | null>(1)
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
  function loadKept(project: OpenProject, signal: AbortSignal | undefined): Promise<Uint8Array | null> {
    return masks.get(String(project.state.get().revision), (loading) => getDecisions().kept(loading), signal)
  }

  function loadOrder(
    { project, snapshot: columns }: ReturnType<typeof begin>,
    { query, sort }: PageRequest,
    signal: AbortSignal | undefined,
  ): Promise<Uint32Array> {
    const all = (waiting: AbortSignal | undefined) =>
      orders.get(JSON.stringify(sort), (loading) => sortDocuments(columns, project.reader, sort, loading), waiting)
    const { languages, sourceIds, verdict } = query
    if (languages.length === 0 && sourceIds.length === 0 && verdict === 'any') return all(signal)
    // A recipe changes verdicts and nothing else.
    const revision = verdict === 'any' ? null : project.state.get().revision
    const load = async (loading: AbortSignal) => {
      const kept = verdict === 'any' ? null : await loadKept(project, loading)
      return filterOrder(await all(loading), await matchDocuments(columns, { query, kept, signal: loading }), loading)
    }
    return orders.get(JSON.stringify([sort, languages, sourceIds, verdict, revision]), load, signal)
  }

  return {
    async page(request, signal) {
      const current = begin()
      const order = await loadOrder(current, request, signal)
      const ids = order.subarray(request.offset, request.offset + request.limit)
      return { total: order.length, rows: await current.snapshot.rows(ids, request.columns, signal) }
    },
    async facets(query, signal) {
      const current = begin()
      const kept = await loadKept(current.project, signal)
      return countFacets({ snapshot: current.snapshot, sources: current.project.listSources(), query, kept, signal })
    },
    async sample(documentId, signal) {
      const current = begin()
      const { bytes, hash: _hash, ...document } = current.project.readDocument(documentId)
      const source = current.project.listSources().find(({ id }) => id === document.sourceId)
      const signals = current.snapshot.listSignals()
      const [row] = await current.snapshot.rows(
        [documentId],
        signals.map(({ name }) => name),
        signal,
      )
      return {
        document: { ...document, signals: [] },
        sourceName: source?.name ?? '',
        ...decodeText(bytes),
        values: signals.map((signal, index) => ({ signal, value: row?.signals[index] ?? null })),
        hits: await getDecisions().hits(documentId, signal),
      }
    },
  }
}

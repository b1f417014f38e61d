import type { DocumentId, DocumentQuery, DocumentSort, Sample, SearchProgress, TableRow, TextMatch } from '#contracts/dataset'
import { listIds } from '../../platform/list-ids.ts'
import { createSharedLoads } from '../../platform/shared-loads.ts'
import type { Decisions } from '../decisions.ts'
import type { ColumnSnapshot, OpenProject } from '../project/project.ts'
import type { Labels } from '../review/labels.ts'
import { findReviewOrder, isOfRecipe } from '../review/review-order.ts'
import { asksForOpinions, beginSearch, listLookedFor, readQuery } from '../search/document-search.ts'
import type { SearchRun } from '../search/search-run.ts'
import { filterOrder, findPlace, matchDocuments } from './document-filter.ts'
import { isWordColumn, labelColumn, sortDocuments } from './document-order.ts'
import { createFacetCounts, type FacetCounts } from './facet-counts.ts'
import { type Facets, listFacets } from './facets.ts'
import { type StoredFinding, showFindings } from './show-findings.ts'
import { decodeText } from './text-encoding.ts'

/** What the table shows: pages, facets and single samples of the open project. A call that is aborted ends what only it waited for. */
export interface DocumentBrowser {
  page(request: PageRequest, signal?: AbortSignal): Promise<{ total: number; rows: TableRow[]; search: SearchProgress }>
  /** The place of a document in the restricted table; null when it is not there, or not known before the search has ended. */
  locate(request: LocateRequest, signal?: AbortSignal): Promise<{ index: number | null; search: SearchProgress }>
  facets(query: DocumentQuery, signal?: AbortSignal): Promise<Facets & { search: SearchProgress }>
  /**
   * All ids of the restricted table, when every document that may match was looked at, however long that takes. Without a sort they are
   * ascending. The caller does not write to them.
   */
  select(request: OrderRequest, signal?: AbortSignal): Promise<Uint32Array>
  sample(documentId: DocumentId, signal?: AbortSignal): Promise<Sample>
  /** Where a document has what the query looks for. Fails with `document.not-found` or `query.invalid`. */
  findMatches(documentId: DocumentId, text: string, signal?: AbortSignal): Promise<TextMatch[]>
}

export interface PageRequest {
  query: DocumentQuery
  sort: DocumentSort
  columns: readonly string[]
  offset: number
  limit: number
}

export interface LocateRequest {
  query: DocumentQuery
  sort: DocumentSort
  documentId: DocumentId
}

/** Which documents in which order; null is that of their ids. */
export interface OrderRequest {
  query: DocumentQuery
  sort: DocumentSort | null
}

/** The open project, and the columns and labels that a call sees throughout. */
interface Current {
  project: OpenProject
  snapshot: ColumnSnapshot
  labels: Labels
}

/** Orders and filtered orders kept in memory, at four bytes per document each. */
const maxOrders = 8
/** Searches kept: the one that is shown and the one before it. */
const maxSearches = 2

/** Remembers the orders of the last columns that were sorted by, until documents or values change. */
export function createDocumentBrowser(options: {
  getProject: () => OpenProject
  getDecisions: () => Decisions
  loadLabels: (project: OpenProject) => Promise<Labels>
  /** What steps found in a document; nothing when left out. */
  listFindings?: (documentId: DocumentId, signal?: AbortSignal) => Promise<StoredFinding[]>
}): DocumentBrowser {
  const { getProject, getDecisions, loadLabels, listFindings = async () => [] } = options
  const orders = createSharedLoads<Uint32Array>(maxOrders)
  /** By path, language and the like: values of signals change nothing in them. */
  const wordOrders = createSharedLoads<Uint32Array>(2)
  const masks = createSharedLoads<Uint8Array | null>(1)
  const searches = createSharedLoads<SearchRun>(maxSearches)
  const facetCounts = createSharedLoads<FacetCounts>(maxSearches)
  /** Tells searches apart that were begun for the same words. */
  const searchNumbers = new WeakMap<SearchRun, number>()
  let lastSearchNumber = 0
  let shown: OpenProject | null = null
  let shownLabels: Labels | null = null
  let snapshot: ColumnSnapshot | null = null

  async function begin(): Promise<Current> {
    const project = getProject()
    const labels = await loadLabels(project)
    if (snapshot !== project.snapshot()) {
      if (snapshot?.documentCount !== project.documentCount || shown !== project) wordOrders.clear()
      shown = project
      snapshot = project.snapshot()
      orders.clear()
      masks.clear()
      searches.clear()
      facetCounts.clear()
    }
    if (shownLabels !== labels) {
      shownLabels = labels
      facetCounts.clear()
    }
    return { project, snapshot, labels }
  }

  /** Taken after the snapshot, so the mask covers all of its documents. */
  function loadKept(project: OpenProject, signal: AbortSignal | undefined): Promise<Uint8Array | null> {
    return masks.get(String(project.state.get().recipeRevision), (loading) => getDecisions().kept(loading), signal)
  }

  function loadSearch({ project, snapshot: columns, labels }: Current, text: string, signal?: AbortSignal): Promise<SearchRun> {
    const searched = {
      project,
      snapshot: columns,
      loadKept: (loading?: AbortSignal) => loadKept(project, loading),
      labels: labels.column.verdicts(columns.documentCount),
      decisions: getDecisions(),
    }
    const query = readQuery(text, searched)
    const opinions = asksForOpinions(query) ? [project.state.get().recipeRevision, labels.state().revision] : null
    const key = JSON.stringify([text, opinions])
    const begin = async (loading: AbortSignal) => {
      const search = await beginSearch(query, searched, loading)
      searchNumbers.set(search, ++lastSearchNumber)
      return search
    }
    return searches.get(key, begin, signal)
  }

  /** Every document that may match, in order. What a search has to look for may be among them or not. */
  function loadOrder(
    { project, snapshot: columns, labels }: Current,
    { query, sort, search }: OrderRequest & { search: SearchRun },
    signal: AbortSignal | undefined,
  ): Promise<Uint32Array> {
    const isByWord = sort !== null && isWordColumn(sort.column)
    const codes = labels.column.verdicts(columns.documentCount)
    const labelRevision = labels.state().revision
    const { recipeRevision } = project.state.get()
    const sources = { snapshot: columns, reader: project.reader, labels: codes, getDecisions }
    const reviewOrder = sort && findReviewOrder(sort.column)
    const isOfCuts = reviewOrder !== null && isOfRecipe(reviewOrder)
    const all = (waiting: AbortSignal | undefined) =>
      sort === null
        ? Promise.resolve(listIds(columns.documentCount))
        : (isByWord ? wordOrders : orders).get(
            JSON.stringify([sort, sort.column === labelColumn ? labelRevision : null, isOfCuts ? recipeRevision : null]),
            (loading) => sortDocuments(sources, sort, loading),
            waiting,
          )
    const { verdict } = query
    const text = query.text.trim()
    if (text === '' && !isRestricted(query)) return all(signal)
    // A recipe changes verdicts and nothing else, and so do people with labels.
    const revision = verdict === 'any' && text === '' && !isOfCuts ? null : recipeRevision
    const isOfLabels = query.labels.length > 0 || text !== '' || sort?.column === labelColumn
    const load = async (loading: AbortSignal) => {
      const kept = verdict === 'any' ? null : await loadKept(project, loading)
      const inputs = {
        query,
        kept,
        found: search.possible,
        labels: codes,
        signal: loading,
      }
      return filterOrder(await all(loading), await matchDocuments(columns, inputs), loading)
    }
    return orders.get(JSON.stringify([sort, { ...query, text }, revision, isOfLabels ? labelRevision : null]), load, signal)
  }

  /** Counts of a query. They follow labels by themselves; other verdicts make new ones. */
  function loadCounts(
    { project, snapshot: columns, labels }: Current,
    { query, search }: { query: DocumentQuery; search: SearchRun },
    signal: AbortSignal | undefined,
  ): Promise<FacetCounts> {
    const key = JSON.stringify([query, searchNumbers.get(search), project.state.get().recipeRevision])
    const load = async (loading: AbortSignal) => {
      const kept = await loadKept(project, loading)
      const highestSourceId = project.listSources().reduce((highest, { id }) => Math.max(highest, id), 0)
      return createFacetCounts({
        ...{ snapshot: columns, query, kept, found: search.matched, highestSourceId, signal: loading },
        ...{ labels: labels.column.verdicts(columns.documentCount), labelColumn: labels.column },
      })
    }
    return facetCounts.get(key, load, signal)
  }

  return {
    async page(request, signal) {
      const current = await begin()
      const search = await loadSearch(current, request.query.text, signal)
      const order = await loadOrder(current, { ...request, search }, signal)
      const { ids, total } = await search.rows(order, request, signal)
      const rows = await current.snapshot.rows(ids, request.columns, signal)
      const labelled = rows.map((row) => ({ ...row, label: current.labels.verdictOf(row.id) }))
      return { total, rows: labelled, search: { ...search.progress } }
    },
    async locate({ query, sort, documentId }, signal) {
      const current = await begin()
      const search = await loadSearch(current, query.text, signal)
      const progress = { ...search.progress }
      if (progress.state === 'running') return { index: null, search: progress }
      const order = await loadOrder(current, { query, sort, search }, signal)
      return { index: await findPlace(order, { documentId, matched: search.matched }, signal), search: progress }
    },
    async facets(query, signal) {
      const current = await begin()
      const { project, snapshot: columns } = current
      const search = await loadSearch(current, query.text, signal)
      // Taken before it is counted: what is found meanwhile is asked for again.
      const progress = { ...search.progress }
      const counts = await loadCounts(current, { query, search }, signal)
      await counts.update(signal)
      return {
        ...(await listFacets(counts, { snapshot: columns, sources: project.listSources(), query, signal })),
        search: progress,
      }
    },
    async select({ query, sort }, signal) {
      const current = await begin()
      const search = await loadSearch(current, query.text, signal)
      const order = await loadOrder(current, { query, sort, search }, signal)
      const found = await search.finish(signal)
      return order.filter((id) => found.has(id))
    },
    async findMatches(documentId, text, signal) {
      const current = await begin()
      const { snapshot: columns, project } = current
      if (documentId >= columns.documentCount) project.readDocument(documentId)
      const patterns = listLookedFor(readQuery(text, { ...current, decisions: getDecisions() }))
      return patterns.length === 0 ? [] : project.textChecker.locate(patterns, documentId, signal)
    },
    async sample(documentId, signal) {
      const current = await begin()
      const { bytes, hash: _hash, metadata, ...document } = current.project.readDocument(documentId)
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
        metadata,
        ...decodeText(bytes),
        values: signals.map((signal, index) => ({ signal, value: row?.signals[index] ?? null })),
        hits: await getDecisions().hits(documentId, signal),
        findings: showFindings(await listFindings(documentId, signal), bytes),
        label: current.labels.find(documentId),
      }
    },
  }
}

function isRestricted({ languages, sourceIds, verdict, labels, licences, repos }: DocumentQuery): boolean {
  return verdict !== 'any' || [languages, sourceIds, labels, licences, repos].some((wanted) => wanted.length > 0)
}

import type { DocumentQuery, DocumentRow, DocumentSort, FacetValue } from '#contracts/dataset'
import { reverseOrder, sortByValue } from './document-order.ts'
import type { ColumnSnapshot, OpenProject } from './project.ts'
import type { Projects } from './projects.ts'

/** Which documents the recipe in force keeps: one byte each, 1 when kept; null when it keeps all. */
export type KeptMask = () => Promise<Uint8Array | null>

/** The documents of a project as the table shows them: sorted, restricted, counted. */
export interface DocumentSet {
  page(request: PageRequest): Promise<{ total: number; rows: DocumentRow[] }>
  facets(query: DocumentQuery): Promise<{ languages: FacetValue[]; sources: FacetValue[]; verdicts: FacetValue[] }>
}

interface PageRequest {
  query: DocumentQuery
  sort: DocumentSort
  columns: readonly string[]
  offset: number
  limit: number
}

/** Everything that is derived from one state of the columns: sorted orders, and the ids of the last few queries. */
interface Derived {
  readonly snapshot: ColumnSnapshot
  readonly orders: Map<string, Promise<Uint32Array>>
  readonly selections: Map<string, Promise<Uint32Array>>
}

/** Each holds four bytes a document. */
const maxSelections = 8

export function createDocumentSet(options: { project: OpenProject; keptMask: KeptMask }): DocumentSet {
  const { project, keptMask } = options
  let derived = derive(project.snapshot())

  const getDerived = () => {
    if (derived.snapshot.columnsRevision !== project.columnsRevision) derived = derive(project.snapshot())
    return derived
  }

  async function select(at: Derived, request: PageRequest): Promise<Uint32Array> {
    // The recipe changes without the columns, so its decisions are asked for anew.
    const kept = request.query.verdict === 'any' ? null : await keptMask()
    const key = JSON.stringify([request.query, request.sort])
    if (kept !== null) return filterOrder(at, request, kept)
    return remember(at.selections, key, () => filterOrder(at, request, null))
  }

  return {
    async page(request) {
      const at = getDerived()
      const ids = await select(at, request)
      const wanted = ids.subarray(request.offset, request.offset + request.limit)
      return { total: ids.length, rows: await at.snapshot.rows(wanted, request.columns) }
    },
    async facets(query) {
      const { snapshot } = getDerived()
      const passes = await createTests(snapshot, query, await keptMask())
      return countFacets({ snapshot, passes, sources: project.listSources() })
    },
  }

  async function filterOrder(at: Derived, request: PageRequest, kept: Uint8Array | null): Promise<Uint32Array> {
    const order = await remember(at.orders, JSON.stringify(request.sort), () => sortDocuments(project, at.snapshot, request.sort))
    const { query } = request
    if (query.languages.length === 0 && query.sourceIds.length === 0 && query.verdict === 'any') return order
    const { language, source, verdict } = await createTests(at.snapshot, query, kept)
    return order.filter((id) => language(id) && source(id) && verdict(id))
  }
}

function derive(snapshot: ColumnSnapshot): Derived {
  return { snapshot, orders: new Map(), selections: new Map() }
}

/** Keeps what was made under the key, the least recently used going first; a failure is not kept. */
function remember<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const made = cache.get(key) ?? make()
  cache.delete(key)
  cache.set(key, made)
  made.catch(() => cache.delete(key))
  const [oldest] = cache.keys()
  if (cache.size > maxSelections && oldest !== undefined) cache.delete(oldest)
  return made
}

async function sortDocuments(project: OpenProject, snapshot: ColumnSnapshot, sort: DocumentSort): Promise<Uint32Array> {
  if (sort.column === 'path') {
    const direction = sort.direction === 'ascending' ? 'ASC' : 'DESC'
    const ids = await project.reader.numbers({ sql: `SELECT id FROM document ORDER BY path ${direction}, source_id, id` })
    // Documents that were added since the snapshot are not part of it.
    return Uint32Array.from(ids).filter((id) => id < snapshot.documentCount)
  }
  const values = sort.column === 'language' ? await rankLanguages(snapshot) : await snapshot.readColumn(sort.column)
  const ascending = sortByValue(values)
  return sort.direction === 'ascending' ? ascending : reverseOrder(ascending, values)
}

/** For each document the place of its language among all, by name. */
async function rankLanguages(snapshot: ColumnSnapshot): Promise<Float32Array> {
  const languages = listEntries(snapshot.languages()).sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const ranks = new Map(languages.map(({ id }, rank) => [id, rank]))
  return (await snapshot.languageIds()).map((id) => ranks.get(id) ?? Number.NaN)
}

/** Languages are numbered by the database, so not every index has one. */
function listEntries(languages: readonly (string | undefined)[]): { id: number; name: string }[] {
  return languages.flatMap((name, id) => (name === undefined ? [] : [{ id, name }]))
}

type Test = (id: number) => boolean
const anyDocument: Test = () => true

async function createTests(snapshot: ColumnSnapshot, query: DocumentQuery, kept: Uint8Array | null) {
  const [languageIds, sourceIds] = await Promise.all([snapshot.languageIds(), snapshot.sourceIds()])
  const languages = snapshot.languages()
  const wantedLanguages = new Set(query.languages.map((name) => languages.indexOf(name)))
  const wantedSources = new Set(query.sourceIds)
  const isKept: Test = kept === null ? anyDocument : (id) => kept[id] !== 0
  const verdicts: Record<DocumentQuery['verdict'], Test> = { any: anyDocument, kept: isKept, dropped: (id) => !isKept(id) }
  return {
    languageIds,
    sourceIds,
    isKept,
    language: wantedLanguages.size === 0 ? anyDocument : (id: number) => wantedLanguages.has(languageIds[id] as number),
    source: wantedSources.size === 0 ? anyDocument : (id: number) => wantedSources.has(sourceIds[id] as number),
    verdict: verdicts[query.verdict],
  }
}

/** One pass over all documents; a facet's own restriction does not apply to itself. */
function countFacets(options: {
  snapshot: ColumnSnapshot
  passes: Awaited<ReturnType<typeof createTests>>
  sources: { id: number; name: string }[]
}) {
  const { snapshot, passes, sources } = options
  const languages = snapshot.languages()
  const languageCounts = new Float64Array(languages.length)
  const sourceCounts = new Map<number, number>(sources.map(({ id }) => [id, 0]))
  const verdictCounts = { kept: 0, dropped: 0 }
  for (let id = 0; id < snapshot.documentCount; id++) {
    const [language, source, verdict] = [passes.language(id), passes.source(id), passes.verdict(id)]
    const languageId = passes.languageIds[id] as number
    const sourceId = passes.sourceIds[id] as number
    if (source && verdict) languageCounts[languageId] = (languageCounts[languageId] as number) + 1
    if (language && verdict) sourceCounts.set(sourceId, (sourceCounts.get(sourceId) ?? 0) + 1)
    if (language && source) verdictCounts[passes.isKept(id) ? 'kept' : 'dropped']++
  }
  const byCount = (a: FacetValue, b: FacetValue) => b.count - a.count || a.label.localeCompare(b.label, 'en')
  return {
    languages: listEntries(languages)
      .map(({ id, name }) => ({ value: name, label: name, count: languageCounts[id] as number }))
      .sort(byCount),
    sources: sources.map(({ id, name }) => ({ value: String(id), label: name, count: sourceCounts.get(id) ?? 0 })).sort(byCount),
    verdicts: [
      { value: 'kept', label: 'Kept', count: verdictCounts.kept },
      { value: 'dropped', label: 'Dropped', count: verdictCounts.dropped },
    ],
  }
}

/** The documents of whatever project is open. */
export interface DocumentSets {
  /** Fails with `project.not-open`. */
  getCurrent(): DocumentSet
}

/** Keeps what was derived of a project for as long as it is open. */
export function createDocumentSets(options: { projects: Pick<Projects, 'getOpen'>; keptMask: KeptMask }): DocumentSets {
  let current: { project: OpenProject; documents: DocumentSet } | null = null
  return {
    getCurrent() {
      const project = options.projects.getOpen('see its documents')
      if (current?.project !== project)
        current = { project, documents: createDocumentSet({ project, keptMask: options.keptMask }) }
      return current.documents
    },
  }
}

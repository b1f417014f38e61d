import type { CategoryRule } from '#contracts/rule'
import { findStoredDuplicates } from '../../curation/duplicates/find-stored-duplicates.ts'
import type { StepResults } from '../../curation/run/step-results.ts'
import { listLicenceClasses, toStoredId } from '../../dataset/documents/document-filter.ts'
import type { ColumnSnapshot, OpenProject } from '../../dataset/project/project.ts'
import { createSharedLoads } from '../../platform/shared-loads.ts'
import type { Category, RuleColumns } from './rule-columns.ts'

const noValue = 'none'

const known = new WeakMap<ColumnSnapshot, RuleColumns>()

/** Where no step has run. */
export const noStepResults: StepResults = {
  findPairs: async () => null,
  hasPairs: () => false,
  findFindings: async () => null,
  readFindings: async () => [],
  comparesRepositories: () => false,
}

/** The open project as rules see it: the same object as long as documents, values and what steps stored are the same. */
export function getProjectColumns(project: OpenProject, results: StepResults): RuleColumns {
  const snapshot = project.snapshot()
  const columns = known.get(snapshot) ?? createProjectColumns(project, snapshot, results)
  known.set(snapshot, columns)
  return columns
}

function createProjectColumns(project: OpenProject, snapshot: ColumnSnapshot, results: StepResults): RuleColumns {
  const categories = createSharedLoads<Category>(8)

  async function loadCategory(property: CategoryRule['property'], loading: AbortSignal): Promise<Category> {
    switch (property) {
      case 'language':
        return {
          places: await snapshot.languageIds(loading),
          values: Array.from(snapshot.languages(), (name) => name ?? noValue),
        }
      case 'licence': {
        const [, ...licences] = snapshot.licences()
        const values = [noValue, ...licences.map((licence) => licence?.expression ?? noValue)]
        return { places: zeroMissing(await snapshot.licenceIds(loading)), values }
      }
      case 'licence-class':
        return { places: zeroMissing(await snapshot.licenceIds(loading)), values: listLicenceClasses(snapshot) }
      case 'source': {
        const values: string[] = []
        for (const { id, name } of project.listSources()) values[id] = name
        return { places: await snapshot.sourceIds(loading), values: Array.from(values, (name) => name ?? noValue) }
      }
      case 'repo':
        return { places: zeroMissing(await snapshot.repoIds(loading)), values: await readRepos(project, loading) }
      case 'extension':
        return readExtensions(project, snapshot.documentCount, loading)
    }
  }

  return {
    documentCount: snapshot.documentCount,
    listSignals: () => snapshot.listSignals(),
    readColumn: (name, waiting) => snapshot.readColumn(name, waiting),
    sortColumn: (name, waiting) => snapshot.sortColumn(name, waiting),
    sizesBytes: (waiting) => snapshot.sizesBytes(waiting),
    rows: (ids, names) => snapshot.rows(ids, names),
    findDuplicates: (step, waiting) => findStoredDuplicates({ project, snapshot, results }, step, waiting),
    hasDuplicates: (step) => results.hasPairs(step),
    findFindings: (step, waiting) => results.findFindings(step, waiting),
    readFindings: (step, ids, waiting) => results.readFindings(step, ids, waiting),
    readCategory: (property, waiting) => categories.get(property, (loading) => loadCategory(property, loading), waiting),
  }
}

function zeroMissing(ids: Float32Array): Uint32Array {
  return Uint32Array.from(ids, toStoredId)
}

async function readRepos({ reader }: OpenProject, signal: AbortSignal): Promise<string[]> {
  const rows = await reader.rows<{ id: number; name: string }>({ name: 'repositories', sql: 'SELECT id, name FROM repo', signal })
  const values = [noValue]
  for (const { id, name } of rows) values[id] = name
  return Array.from(values, (name) => name ?? noValue)
}

/** Documents read at once: a few megabytes of paths. */
const sliceLength = 100_000

/** A document's extension with its dot, in lower case: `.py`; of `.gitignore` and `Makefile` there is none. */
async function readExtensions({ reader }: OpenProject, documentCount: number, signal: AbortSignal): Promise<Category> {
  const places = new Uint32Array(documentCount)
  const values = [noValue]
  const placeOf = new Map<string, number>()
  for (let from = 0; from < documentCount; from += sliceLength) {
    const rows = await reader.rows<{ id: number; path: string | null }>({
      name: 'paths of documents',
      sql: 'SELECT id, path FROM document WHERE id >= ? AND id < ?',
      parameters: [from, Math.min(from + sliceLength, documentCount)],
      signal,
    })
    for (const { id, path } of rows) {
      const [extension] = /(?<=[^/])\.[^./]+$/.exec(path ?? '') ?? []
      if (extension === undefined) continue
      const lower = extension.toLowerCase()
      const place = placeOf.get(lower) ?? values.push(lower) - 1
      placeOf.set(lower, place)
      places[id] = place
    }
  }
  return { places, values }
}

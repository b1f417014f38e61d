import { AppError } from '#contracts/errors'
import { labelChoice } from '#contracts/label'
import { licenceClass } from '#contracts/licence'
import { parseQuery } from '#contracts/query/parse-query'
import {
  listTerms,
  listWantedTerms,
  type Query,
  type QueryProblem,
  type QueryTerm,
  type TextPattern,
} from '#contracts/query/query'
import type { Decisions } from '../decisions.ts'
import type { ColumnSnapshot, OpenProject } from '../project/project.ts'
import { matchCluster } from './cluster-terms.ts'
import { matchColumnTerm } from './column-terms.ts'
import { DocumentSet } from './document-set.ts'
import { maxUnindexed } from './index/keep-indexed.ts'
import { isWholeNeed, patternNeed } from './index/pattern-need.ts'
import { listLicenceNames } from './licence-values.ts'
import { isPathQuestion, matchPath } from './path-terms.ts'
import { exactly, findBounds, type QueryBounds } from './query-bounds.ts'
import { createSearchRun, type SearchRun } from './search-run.ts'
import { maxTextConditions, type TextCondition } from './text-check.ts'

/** What a query is evaluated on. */
export interface SearchedProject {
  snapshot: ColumnSnapshot
  project: Pick<OpenProject, 'listSources' | 'reader' | 'textChecker'>
  /** As `Decisions.kept`. */
  loadKept(signal?: AbortSignal): Promise<Uint8Array | null>
  /** For every document its place in `labelOfCode`. */
  labels: Uint8Array
  decisions: Pick<Decisions, 'hasDuplicates' | 'clusterMembers'>
}

/** What a query is read with. Without decisions nothing is said of steps that have not run. */
export type QueryReading = Pick<SearchedProject, 'snapshot' | 'project'> & Partial<Pick<SearchedProject, 'decisions'>>

/** What a search is worth that the index leads: it ends by itself, and a person may want the whole number. */
const indexedTimeBoxMs = 60_000

/** Expressions, and texts that no index knows, are looked at for this long before the search says how far it came. */
const timeBoxMs = 4000

/** Reads the query of the query bar. Fails with `query.invalid`. */
export function readQuery(text: string, { snapshot, project, decisions }: QueryReading): Query {
  const parsed = parseQuery(text, {
    signals: snapshot.listSignals().map(({ name }) => name),
    values: {
      // An id without a language leaves a hole.
      lang: snapshot.languages().filter((name) => name !== undefined),
      licence: listKnownLicences(snapshot),
      source: project.listSources().map(({ name }) => name),
      verdict: ['kept', 'dropped'],
      label: labelChoice.options,
    },
    documentCount: snapshot.documentCount,
    ...(decisions && { hasDuplicates: (step) => decisions.hasDuplicates(step) }),
  })
  if (parsed.status === 'problem') throw invalid(parsed.problem)
  const looks = listTerms(parsed.query).filter((term) => findCondition(term) !== undefined)
  if (looks.length > maxTextConditions) {
    const message = `A query has at most ${maxTextConditions} conditions on text, and this one has ${looks.length}.`
    throw invalid({ offset: 0, length: text.length, message })
  }
  return parsed.query
}

/** Classes, whole expressions, and what these are made of. */
function listKnownLicences(snapshot: ColumnSnapshot): string[] {
  const known = snapshot.licences().filter((licence) => licence !== undefined)
  return [...new Set([...licenceClass.options, ...known.flatMap(({ expression }) => listLicenceNames(expression))])]
}

/** Whether the query asks for something that people change while documents and signals stay as they are. */
export function asksForOpinions(query: Query): boolean {
  return listTerms(query).some(
    (term) => term.type === 'metadata' || (term.type === 'value' && (term.field === 'verdict' || term.field === 'label')),
  )
}

/** What a text that was found is expected to have. */
export function listLookedFor(query: Query): TextPattern[] {
  return listWantedTerms(query).flatMap((term) => (term.type === 'text' ? [term.pattern] : []))
}

/** Finds what the columns know of the query, and begins to look into documents for the rest. */
export async function beginSearch(query: Query, searched: SearchedProject, signal?: AbortSignal): Promise<SearchRun> {
  const { snapshot, project } = searched
  const { documentCount } = snapshot
  const conditions = new Map<QueryTerm, TextCondition>()
  const columns = new Map<QueryTerm, DocumentSet>()

  const texts = listTerms(query).filter((term) => term.type === 'text')
  const lookedUp = await lookUpTexts(texts, searched, signal)

  async function findTermBounds(term: QueryTerm): Promise<QueryBounds> {
    const condition = findCondition(term)
    if (condition) {
      conditions.set(term, condition)
      return lookedUp.bounds.get(term) ?? { sure: new DocumentSet(documentCount), possible: DocumentSet.all(documentCount) }
    }
    const set = await matchKnownTerm(term, searched, signal)
    columns.set(term, set)
    return exactly(set)
  }

  const bounds = await findBounds(query, documentCount, findTermBounds)
  const hasExpression = [...conditions.values()].some(({ pattern }) => pattern.type === 'regex')
  const { isIndexed } = lookedUp
  const task = { query, bounds, conditions, columns, isIndexed }
  const boxMs = hasExpression || !isIndexed ? timeBoxMs : indexedTimeBoxMs
  return createSearchRun({ ...task, timeBoxMs: boxMs }, project.textChecker)
}

/** What the index knows of each term; documents that are not in it may match anything. */
async function lookUpTexts(
  terms: readonly Extract<QueryTerm, { type: 'text' }>[],
  { snapshot: { documentCount }, project }: SearchedProject,
  signal?: AbortSignal,
): Promise<{ bounds: Map<QueryTerm, QueryBounds>; isIndexed: boolean }> {
  const bounds = new Map<QueryTerm, QueryBounds>()
  if (terms.length === 0) return { bounds, isIndexed: true }
  const needs = terms.map(({ pattern }) => patternNeed(pattern))
  const { indexedCount, sets } = await project.textChecker.findCandidates(needs, documentCount, signal)
  for (const [index, term] of terms.entries()) {
    const found = sets[index] as DocumentSet
    const sure = isWholeNeed(term.pattern) ? new DocumentSet(documentCount, found.words.slice()) : new DocumentSet(documentCount)
    for (let id = indexedCount; id < documentCount; id++) found.add(id)
    bounds.set(term, { sure, possible: found })
  }
  return { bounds, isIndexed: documentCount - indexedCount <= maxUnindexed }
}

/** What has to be looked for in the documents themselves; undefined when the rest of the project knows. */
function findCondition(term: QueryTerm): TextCondition | undefined {
  if (term.type === 'text') return { in: 'text', pattern: term.pattern }
  if (term.type === 'metadata') return { in: 'metadata', key: term.key, pattern: term.pattern }
  return term.type === 'path' && !isPathQuestion(term.pattern) ? { in: 'path', pattern: term.pattern } : undefined
}

async function matchKnownTerm(term: QueryTerm, searched: SearchedProject, signal?: AbortSignal): Promise<DocumentSet> {
  const { documentCount } = searched.snapshot
  if (term.type === 'text' || term.type === 'metadata') throw new TypeError(`no column knows a ${term.type}`)
  if (term.type === 'cluster') return matchCluster(term, { documentCount, decisions: searched.decisions }, signal)
  if (term.type !== 'path') return matchColumnTerm(term, searched, signal)
  if (!isPathQuestion(term.pattern)) throw new TypeError('this pattern is known to no index')
  return matchPath(term.pattern, { reader: searched.project.reader, documentCount, signal })
}

function invalid({ offset, length, message }: QueryProblem): AppError {
  const words = `The query cannot be read at character ${offset + 1}: ${message}`
  return new AppError('query.invalid', words, { offset, length, reason: message })
}

import type { NumberRange, QueryTerm } from '#contracts/query/query'
import { inSlices } from '../../platform/in-slices.ts'
import type { ColumnSnapshot, OpenProject } from '../project/project.ts'
import { labelOfCode } from '../review/label-column.ts'
import { roundAsStored } from '../signals/round-as-stored.ts'
import { DocumentSet } from './document-set.ts'
import { isLicenceWanted } from './licence-values.ts'

/** A term that the columns, the recipe or a short question to the database answer. */
export type ColumnTerm = Extract<QueryTerm, { type: 'value' | 'range' | 'present' }>

export interface ColumnTermSources {
  snapshot: ColumnSnapshot
  project: Pick<OpenProject, 'listSources' | 'reader'>
  /** As `Decisions.kept`. */
  loadKept(signal?: AbortSignal): Promise<Uint8Array | null>
  /** For every document its place in `labelOfCode`. */
  labels: Uint8Array
}

/** The documents that the term holds for. */
export async function matchColumnTerm(term: ColumnTerm, from: ColumnTermSources, signal?: AbortSignal): Promise<DocumentSet> {
  const { snapshot } = from
  switch (term.type) {
    case 'range':
      return matchRange(await snapshot.readColumn(term.signal, signal), term.range, signal)
    case 'present': {
      const present = await matchRange(
        await snapshot.readColumn(term.signal, signal),
        { min: null, max: null, isOpen: false },
        signal,
      )
      return term.isPresent ? present : present.complement()
    }
    case 'value':
      return matchValue(term, from, signal)
  }
}

/** Missing values are in no range. */
async function matchRange(column: Float32Array, range: NumberRange, signal?: AbortSignal): Promise<DocumentSet> {
  const { isOpen } = range
  // No value is above or below NaN, so it is no bound.
  const min = range.min === null ? Number.NaN : roundAsStored(range.min)
  const max = range.max === null ? Number.NaN : roundAsStored(range.max)
  const set = new DocumentSet(column.length)
  const { words } = set
  await inSlices({ length: column.length, signal }, (start, end) => {
    for (let id = start; id < end; id++) {
      const value = column[id] as number
      const isOutside = isOpen ? value <= min || value >= max : value < min || value > max
      // Only NaN differs from itself.
      // biome-ignore lint/suspicious/noSelfCompare: a call for each of ten million values is slower
      if (!isOutside && value === value) words[id >>> 5] = (words[id >>> 5] as number) | (1 << (id & 31))
    }
  })
  return set
}

async function matchValue(
  { field, value }: Extract<QueryTerm, { type: 'value' }>,
  { snapshot, project, loadKept, labels }: ColumnTermSources,
  signal?: AbortSignal,
): Promise<DocumentSet> {
  const isWanted = createValueTest(value)
  switch (field) {
    case 'lang': {
      const languages = snapshot.languages()
      return matchIds(
        await snapshot.languageIds(signal),
        [...languages.keys()].filter((id) => isWanted(languages[id] ?? '')),
        signal,
      )
    }
    case 'licence': {
      const licences = snapshot.licences()
      const wanted = [...licences.keys()].filter((id) => id > 0 && isLicenceWanted(licences[id], isWanted))
      const found = await matchIds(await snapshot.licenceIds(signal), wanted, signal)
      if (!isLicenceWanted(undefined, isWanted)) return found
      return found.unite((await matchSome(await snapshot.licenceIds(signal), signal)).complement())
    }
    case 'repo': {
      const repos = await project.reader.rows<{ id: number; name: string }>({
        name: 'repositories',
        sql: 'SELECT id, name FROM repo',
        signal,
      })
      const wanted = repos.filter(({ name }) => isWanted(name)).map(({ id }) => id)
      return matchIds(await snapshot.repoIds(signal), wanted, signal)
    }
    case 'source': {
      const sources = project.listSources().filter(({ name }) => isWanted(name))
      return matchIds(
        await snapshot.sourceIds(signal),
        sources.map(({ id }) => id),
        signal,
      )
    }
    case 'verdict': {
      const kept = await matchKept(await loadKept(signal), snapshot.documentCount, signal)
      const none = new DocumentSet(snapshot.documentCount)
      return (isWanted('kept') ? kept : none).unite(isWanted('dropped') ? kept.complement() : none)
    }
    case 'label':
      return matchLabels(labels, { isWanted, documentCount: snapshot.documentCount, signal })
  }
}

/** The documents that have an id in a column at all: 0 and NaN stand for none. */
async function matchSome(column: Float32Array, signal?: AbortSignal): Promise<DocumentSet> {
  return matchRange(column, { min: 0, max: null, isOpen: true }, signal)
}

/** The documents whose number in a column is one of these. */
async function matchIds(column: Float32Array, wanted: readonly number[], signal?: AbortSignal): Promise<DocumentSet> {
  const isWanted = new Uint8Array(wanted.reduce((highest, id) => Math.max(highest, id), 0) + 1)
  for (const id of wanted) isWanted[id] = 1
  const set = new DocumentSet(column.length)
  if (wanted.length === 0) return set
  await inSlices({ length: column.length, signal }, (start, end) => {
    for (let id = start; id < end; id++) if (isWanted[column[id] as number] === 1) set.add(id)
  })
  return set
}

async function matchKept(kept: Uint8Array | null, documentCount: number, signal?: AbortSignal): Promise<DocumentSet> {
  if (kept === null) return DocumentSet.all(documentCount)
  const set = new DocumentSet(documentCount)
  await inSlices({ length: documentCount, signal }, (start, end) => {
    for (let id = start; id < end; id++) if (kept[id] === 1) set.add(id)
  })
  return set
}

async function matchLabels(
  labels: Uint8Array,
  options: { isWanted: (value: string) => boolean; documentCount: number; signal: AbortSignal | undefined },
): Promise<DocumentSet> {
  const { isWanted, documentCount, signal } = options
  const wanted = labelOfCode.map(isWanted)
  const set = new DocumentSet(documentCount)
  await inSlices({ length: documentCount, signal }, (start, end) => {
    for (let id = start; id < end; id++) if (wanted[labels[id] as number]) set.add(id)
  })
  return set
}

/** Blind to upper and lower case; `*` stands for any characters. */
function createValueTest(value: string): (candidate: string) => boolean {
  const parts = value.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('.*')}$`, 'is')
  return (candidate) => expression.test(candidate)
}

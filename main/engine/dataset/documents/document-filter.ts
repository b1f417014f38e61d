import { setImmediate } from 'node:timers/promises'
import type { DocumentQuery } from '#contracts/dataset'
import type { LicenceClass } from '#contracts/licence'
import { inSlices } from '../../platform/in-slices.ts'
import type { ColumnSnapshot } from '../project/project.ts'
import { labelOfCode } from '../review/label-column.ts'
import type { DocumentSet } from '../search/document-set.ts'
import { filterIds } from '../signals/select-documents.ts'

/** Documents handled before other work gets its turn: about ten milliseconds. */
const sliceLength = 1 << 18

/** Which property of a document a query holds for, one bit each; all of them make a match. */
export const inLanguages = 1
export const inSources = 2
export const hasVerdict = 4
export const inQuery = 8
export const hasLabel = 16
export const hasLicence = 32
export const inRepos = 64
export const matchesAll = inLanguages | inSources | hasVerdict | inQuery | hasLabel | hasLicence | inRepos

/** What a query is held against beside the columns. */
export interface FilterInputs {
  query: DocumentQuery
  /** 1 for kept documents; null when all are kept. */
  kept: Uint8Array | null
  /** What the query's text matches. */
  found: DocumentSet
  /** For every document its place in `labelOfCode`. */
  labels: Uint8Array
  signal?: AbortSignal | undefined
}

/** Gives the bits above for a document, as labels and what was found are at the time of the call. */
export type DocumentMatcher = (id: number) => number

export async function createDocumentMatcher(snapshot: ColumnSnapshot, inputs: FilterInputs): Promise<DocumentMatcher> {
  const { query, kept, found, labels, signal } = inputs
  const languageBits = markWanted(
    snapshot.languages().map((name) => query.languages.length === 0 || query.languages.includes(name)),
    inLanguages,
  )
  const labelBits = markWanted(
    labelOfCode.map((label) => query.labels.length === 0 || query.labels.includes(label)),
    hasLabel,
  )
  const licenceBits = markWanted(
    listLicenceClasses(snapshot).map((each) => query.licences.length === 0 || query.licences.includes(each)),
    hasLicence,
  )
  const repoBits = await markRepos(snapshot, query.repos, signal)
  const wantedSources = new Set(query.sourceIds)
  const languageIds = await snapshot.languageIds(signal)
  const sourceIds = await snapshot.sourceIds(signal)
  const licenceIds = await snapshot.licenceIds(signal)
  const repoIds = await snapshot.repoIds(signal)
  return (id) =>
    (languageBits[languageIds[id] as number] as number) |
    (labelBits[labels[id] as number] as number) |
    (licenceBits[toStoredId(licenceIds[id] as number)] as number) |
    (repoBits === null || repoBits[toStoredId(repoIds[id] as number)] ? inRepos : 0) |
    (wantedSources.size === 0 || wantedSources.has(sourceIds[id] as number) ? inSources : 0) |
    (isWanted(query.verdict, kept === null || kept[id] === 1) ? hasVerdict : 0) |
    (found.has(id) ? inQuery : 0)
}

/** For every document the bits above. */
export async function matchDocuments(snapshot: ColumnSnapshot, inputs: FilterInputs): Promise<Uint8Array> {
  const match = await createDocumentMatcher(snapshot, inputs)
  const matches = new Uint8Array(snapshot.documentCount)
  await inSlices({ length: matches.length, signal: inputs.signal }, (start, end) => {
    for (let id = start; id < end; id++) matches[id] = match(id)
  })
  return matches
}

/** By the id of a licence, what it asks for. Id 0 is that of documents without one. */
export function listLicenceClasses(snapshot: ColumnSnapshot): LicenceClass[] {
  const [, ...known] = snapshot.licences()
  return ['none', ...known.map((licence): LicenceClass => licence?.licenceClass ?? 'none')]
}

/** A document without a licence or a repository has 0, or no value. */
export function toStoredId(stored: number): number {
  return Number.isNaN(stored) ? 0 : stored
}

/** The ids of an order that match the whole query. */
export function filterOrder(order: Uint32Array, matches: Uint8Array, signal?: AbortSignal): Promise<Uint32Array> {
  return filterIds(order, (id) => matches[id] === matchesAll, signal)
}

/** The place of a document among those of an order that were found; null when it is not one of them. */
export async function findPlace(
  order: Uint32Array,
  { documentId, matched }: { documentId: number; matched: DocumentSet },
  signal?: AbortSignal,
): Promise<number | null> {
  if (documentId >= matched.length || !matched.has(documentId)) return null
  let place = 0
  for (let start = 0; start < order.length; start += sliceLength) {
    for (const id of order.subarray(start, start + sliceLength)) {
      if (id === documentId) return place
      if (matched.has(id)) place++
    }
    await setImmediate()
    signal?.throwIfAborted()
  }
  return null
}

function markWanted(wanted: readonly boolean[], bit: number): Uint8Array {
  return Uint8Array.from(wanted, (isWanted) => (isWanted ? bit : 0))
}

/** By the id of a repository; null when any will do. The empty name is that of documents without one. */
async function markRepos(
  { repositories }: ColumnSnapshot,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  if (names.length === 0) return null
  const bits = new Uint8Array(repositories.highestId + 1)
  for (const id of await repositories.findIds(names, signal)) bits[id] = 1
  if (names.includes('')) bits[0] = 1
  return bits
}

function isWanted(verdict: DocumentQuery['verdict'], isKept: boolean): boolean {
  return verdict === 'any' || isKept === (verdict === 'kept')
}

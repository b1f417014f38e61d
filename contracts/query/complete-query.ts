import { formatValue } from './format-query.ts'
import { type ValueField, valueFields } from './query.ts'

/** What may be offered while a query is typed. */
export interface QueryWords {
  signals: readonly { name: string; label: string; unit: string }[]
  values: Readonly<Record<ValueField, readonly QueryValue[]>>
  /** The document that is open, whose cluster may be wanted. */
  documentId?: number | null
}

export interface QueryValue {
  value: string
  /** Documents that have it, where that is known. */
  count?: number
}

/** Something to put in place of the characters `from` to `to` of the query. */
export interface QueryCompletion {
  from: number
  to: number
  options: QueryOption[]
}

export interface QueryOption {
  /** A value is ready to be followed by the next condition; a name waits for its value. */
  type: 'name' | 'value'
  insert: string
  /** What the list shows: the name or value. */
  label: string
  /** What it is, in a few words. */
  detail: string
  count?: number
}

const fieldDetails: Readonly<Record<ValueField | 'path' | 'cluster' | 'has' | 'missing', string>> = {
  lang: 'language of the document',
  licence: 'its SPDX id, or how much it permits',
  repo: 'the repository that it is from',
  source: 'where it was imported from',
  verdict: 'kept or dropped by the recipe',
  label: 'what a person said of it',
  path: 'part of its path',
  cluster: 'a document and its duplicates',
  has: 'a signal has a value',
  missing: 'a signal has no value',
}

const maxOptions = 50

/** What may stand at the cursor: names of fields and signals, or values of the field before it. Empty within text that only the user knows. */
export function completeQuery(text: string, cursor: number, words: QueryWords): QueryCompletion {
  const before = text.slice(0, cursor)
  const term = /(?:^|[\s(])-?((?:[A-Za-z_][\w.]*[:=])?)("[^"]*|[^\s()"]*)$/.exec(before)
  if (!term || isInQuotes(before.slice(0, term.index))) return { from: cursor, to: cursor, options: [] }
  const field = (term[1] as string).slice(0, -1)
  const typed = (term[2] as string).replace(/^"/, '')
  const from = cursor - (term[2] as string).length
  const to = cursor + (/^[^\s()"]*/.exec(text.slice(cursor))?.[0].length ?? 0)
  const options = field === '' ? offerNames(typed, words) : offerValues(field, { typed, words })
  return { from, to, options: options.slice(0, maxOptions) }
}

/** Whether a quotation is open at the end. Quotation marks within a word are a part of it. */
function isInQuotes(text: string): boolean {
  return /(?:^|[\s(:=-])(?:"[^"]*|'[^']*)$/.test(text.replace(/(^|[\s(:=-])(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')/g, '$1'))
}

function offerNames(typed: string, { signals }: QueryWords): QueryOption[] {
  if (/["'/]/.test(typed)) return []
  const fields = Object.entries(fieldDetails).map(
    ([name, detail]): QueryOption => ({ type: 'name', insert: `${name}:`, label: `${name}:`, detail }),
  )
  const measures = signals.map(
    ({ name, label, unit }): QueryOption => ({
      type: 'name',
      insert: `${name}>`,
      label: name,
      detail: `${label}${unit ? `, ${unit}` : ''}`,
    }),
  )
  return rank([...fields, ...measures], typed)
}

function offerValues(field: string, { typed, words }: { typed: string; words: QueryWords }): QueryOption[] {
  if (field === 'has' || field === 'missing') {
    const options = words.signals.map(
      ({ name, label }): QueryOption => ({ type: 'value', insert: name, label: name, detail: label }),
    )
    return rank(options, typed)
  }
  if (field === 'cluster') return offerClusters(typed, words.documentId ?? null)
  if (!(valueFields as readonly string[]).includes(field)) return []
  const options = words.values[field as ValueField].map(
    ({ value, count }): QueryOption => ({
      type: 'value',
      insert: formatValue(value),
      label: value,
      detail: '',
      ...(count !== undefined && { count }),
    }),
  )
  return rank(options, typed)
}

/** From what similarity on the duplicates are wanted: of the document whose number was typed, or of the one that is open. */
function offerClusters(typed: string, documentId: number | null): QueryOption[] {
  const id = /^\d+/.exec(typed)?.[0] ?? documentId
  if (id === null) return []
  const options = Object.entries(similarities).map(([from, detail]): QueryOption => {
    const value = `${id}@${from}`
    return { type: 'value', insert: value, label: value, detail }
  })
  return rank(options, typed)
}

const similarities: Readonly<Record<string, string>> = {
  '0.7': 'similar from 70 % on',
  '0.85': 'similar from 85 % on',
  '0.95': 'similar from 95 % on',
  exact: 'equal content',
}

/** Those that begin with what was typed come first, then those that have it elsewhere; each in the order given. */
function rank(options: readonly QueryOption[], typed: string): QueryOption[] {
  const lower = typed.toLowerCase()
  const starting = options.filter(({ label }) => label.toLowerCase().startsWith(lower))
  const holding = options.filter(
    ({ label }) => !starting.some((each) => each.label === label) && label.toLowerCase().includes(lower),
  )
  return [...starting, ...holding]
}

/** What part of a text is looked for. */
export type TextPattern =
  /** These characters in a row. Without `matchCase`, letters are the same in upper and lower case. */
  | { type: 'substring'; text: string; matchCase: boolean }
  /** A regular expression of JavaScript, `^` and `$` at the ends of each line. Flags are some of `i`, `s`, `u`, in this order. */
  | { type: 'regex'; source: string; flags: string }

/** An interval of numbers; null means no bound. */
export interface NumberRange {
  min: number | null
  max: number | null
  /** Whether a bound itself is outside of the interval. */
  isOpen: boolean
}

/** Properties of a document that have a few values, each with a name. */
export const valueFields = ['lang', 'licence', 'repo', 'source', 'verdict', 'label'] as const
export type ValueField = (typeof valueFields)[number]

/** Steps whose clusters a query can name. */
export type ClusterStep = 'near-duplicates' | 'exact-duplicates'

/** One condition on a document. */
export type QueryTerm =
  | { type: 'text'; pattern: TextPattern }
  | { type: 'path'; pattern: TextPattern }
  /** `value` is matched whole and blind to upper and lower case; `*` in it stands for any characters. */
  | { type: 'value'; field: ValueField; value: string }
  /** What an import kept of a document under this name has the pattern; a number or a list counts as its JSON. */
  | { type: 'metadata'; key: string; pattern: TextPattern }
  | { type: 'range'; signal: string; range: NumberRange }
  /** The document of this number and those in its cluster of duplicates, as far as pairs of the step have a similarity of `jaccard` or more. */
  | { type: 'cluster'; documentId: number; step: ClusterStep; jaccard: number }
  /** Whether the signal has a value. */
  | { type: 'present'; signal: string; isPresent: boolean }

/** A query as a tree. Parts of `and` are no `and`, parts of `or` are no `or`, and both have two or more. `all` is an empty query. */
export type Query = { type: 'all' } | { type: 'and' | 'or'; parts: Query[] } | { type: 'not'; part: Query } | QueryTerm

/** What names may stand in a query beside the fields that every project has. */
export interface QueryVocabulary {
  signals: readonly string[]
  /** The values that a field may have; a field that is not named takes any. */
  values?: Partial<Record<ValueField, readonly string[]>>
  /** Documents of the project have the numbers below this; left out, any will do. */
  documentCount?: number
  /** Whether a step has found its duplicates; left out, it counts as if each had. */
  hasDuplicates?: (step: ClusterStep) => boolean
}

/** What is wrong in a query, and where: `length` characters (UTF-16 units) from `offset` on. */
export interface QueryProblem {
  offset: number
  length: number
  /** A sentence that says what is expected. */
  message: string
}

/** A longer query is refused. */
export const maxQueryLength = 4000

/** Deeper parentheses and negations are refused, so that no walk over the tree runs out of stack. */
export const maxQueryDepth = 100

/** The conditions that make a document match when they hold, from left to right: what is worth showing in a document that was found. */
export function listWantedTerms(query: Query, isWanted = true): QueryTerm[] {
  switch (query.type) {
    case 'all':
      return []
    case 'and':
    case 'or':
      return query.parts.flatMap((part) => listWantedTerms(part, isWanted))
    case 'not':
      return listWantedTerms(query.part, !isWanted)
    default:
      return isWanted ? [query] : []
  }
}

/** Every condition of a query, from left to right. */
export function listTerms(query: Query): QueryTerm[] {
  switch (query.type) {
    case 'all':
      return []
    case 'and':
    case 'or':
      return query.parts.flatMap(listTerms)
    case 'not':
      return listTerms(query.part)
    default:
      return [query]
  }
}

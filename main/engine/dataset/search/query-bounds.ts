import type { Query, QueryTerm } from '#contracts/query/query'
import { DocumentSet } from './document-set.ts'

/** What is known before a text is read: for these documents a query holds, and for no others than those. */
export interface QueryBounds {
  sure: DocumentSet
  possible: DocumentSet
}

/** The bounds of a query from those of its terms: Kleene's logic of three values, a bit for each document. */
export async function findBounds(
  query: Query,
  documentCount: number,
  findTermBounds: (term: QueryTerm) => Promise<QueryBounds>,
): Promise<QueryBounds> {
  switch (query.type) {
    case 'all':
      return exactly(DocumentSet.all(documentCount))
    case 'not': {
      const { sure, possible } = await findBounds(query.part, documentCount, findTermBounds)
      return { sure: possible.complement(), possible: sure.complement() }
    }
    case 'and':
    case 'or': {
      const [first, ...rest] = query.parts
      let bounds = await findBounds(first as Query, documentCount, findTermBounds)
      for (const part of rest) bounds = join(query.type, bounds, await findBounds(part, documentCount, findTermBounds))
      return bounds
    }
    default:
      return findTermBounds(query)
  }
}

/** The bounds of what is known for every document. */
export function exactly(set: DocumentSet): QueryBounds {
  return { sure: set, possible: set }
}

/** Whether a query holds for one document, by what holds of its terms. */
export function holds(query: Query, holdsTerm: (term: QueryTerm) => boolean): boolean {
  switch (query.type) {
    case 'all':
      return true
    case 'not':
      return !holds(query.part, holdsTerm)
    case 'and':
      return query.parts.every((part) => holds(part, holdsTerm))
    case 'or':
      return query.parts.some((part) => holds(part, holdsTerm))
    default:
      return holdsTerm(query)
  }
}

function join(type: 'and' | 'or', a: QueryBounds, b: QueryBounds): QueryBounds {
  if (type === 'and') return { sure: a.sure.intersect(b.sure), possible: a.possible.intersect(b.possible) }
  return { sure: a.sure.unite(b.sure), possible: a.possible.unite(b.possible) }
}

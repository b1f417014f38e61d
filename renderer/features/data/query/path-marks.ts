import { parseQuery } from '#contracts/query/parse-query'
import { listWantedTerms } from '#contracts/query/query'

/** A part of a text. */
export interface Mark {
  start: number
  end: number
}

/**
 * The pieces of text that a query looks for in paths. Expressions are left out: one that never ends would stop the page, and the engine,
 * which can end it, does not tell of each row.
 */
export function listPathPieces(query: string, signals: readonly string[]): RegExp | null {
  const parsed = parseQuery(query, { signals })
  if (parsed.status === 'problem') return null
  const pieces = listWantedTerms(parsed.query).flatMap((term) => {
    if (term.type !== 'path' || term.pattern.type !== 'substring') return []
    const { text, matchCase } = term.pattern
    const plain = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    return matchCase ? [plain] : [plain.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`)]
  })
  return pieces.length === 0 ? null : new RegExp(pieces.join('|'), 'g')
}

/** Where a path has one of the pieces. */
export function findMarks(path: string, pieces: RegExp | null): Mark[] {
  if (!pieces) return []
  return Array.from(path.matchAll(pieces), ({ 0: piece, index }) => ({ start: index, end: index + piece.length }))
}

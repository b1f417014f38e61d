import { parseTerm } from './parse-term.ts'
import { maxQueryDepth, maxQueryLength, type Query, type QueryProblem, type QueryVocabulary } from './query.ts'
import { createQueryReader, type QueryReader, QueryRefusal } from './query-reader.ts'

export type ParsedQuery = { status: 'query'; query: Query } | { status: 'problem'; problem: QueryProblem }

/**
 * Reads a query.
 *
 *     any    = all (OR all)*
 *     all    = part+            with AND between two parts, if somebody likes to write it
 *     part   = ("-" | NOT) part | "(" any ")" | term
 *
 * `parse-term.ts` has the terms. Blanks part terms and mean nothing else.
 */
export function parseQuery(text: string, vocabulary: QueryVocabulary): ParsedQuery {
  const reader = createQueryReader(text)
  try {
    if (text.length > maxQueryLength) {
      reader.position = text.length
      reader.refuse(`A query has at most ${maxQueryLength} characters.`, maxQueryLength)
    }
    reader.skipBlanks()
    if (reader.isAtEnd()) return { status: 'query', query: { type: 'all' } }
    const query = parseAny(reader, vocabulary, 0)
    if (!reader.isAtEnd()) reader.refuse('No parenthesis is open here. Put text with parentheses in quotes.')
    return { status: 'query', query }
  } catch (error) {
    if (error instanceof QueryRefusal) return { status: 'problem', problem: error.problem }
    throw error
  }
}

function parseAny(reader: QueryReader, vocabulary: QueryVocabulary, depth: number): Query {
  const parts = [parseAll(reader, vocabulary, depth)]
  while (takeWord(reader, 'OR')) parts.push(parseAll(reader, vocabulary, depth))
  return join('or', parts)
}

function parseAll(reader: QueryReader, vocabulary: QueryVocabulary, depth: number): Query {
  const parts: Query[] = []
  do {
    parts.push(parsePart(reader, vocabulary, depth))
  } while (takeWord(reader, 'AND') || !(reader.isAtEnd() || reader.isAt(')') || isWord(reader, 'OR')))
  return join('and', parts)
}

function parsePart(reader: QueryReader, vocabulary: QueryVocabulary, depth: number): Query {
  if (depth > maxQueryDepth) reader.refuse(`Parentheses and negations may be ${maxQueryDepth} deep.`)
  refuseMissing(reader)
  if (takeWord(reader, 'NOT') || takeMinus(reader)) return { type: 'not', part: parsePart(reader, vocabulary, depth + 1) }
  if (reader.isAt('(')) return parseGroup(reader, vocabulary, depth + 1)
  const term = parseTerm(reader, vocabulary)
  if (!reader.isAtBreak()) reader.refuse('A blank is expected between two conditions. Text with such characters goes in quotes.')
  reader.skipBlanks()
  return term
}

function parseGroup(reader: QueryReader, vocabulary: QueryVocabulary, depth: number): Query {
  const start = reader.position++
  reader.skipBlanks()
  const group = parseAny(reader, vocabulary, depth)
  if (!reader.isAt(')')) reader.refuse('This parenthesis is not closed: a ) is expected.', start)
  reader.position++
  reader.skipBlanks()
  return group
}

/** A minus before a condition; `->` and its like are text that somebody forgot to put in quotes. */
function takeMinus(reader: QueryReader): boolean {
  const start = reader.position
  if (!reader.take(/-/y)) return false
  if (!reader.isAtBreak() && !/^[\p{L}\p{N}_"'(/.-]/u.test(reader.text.slice(reader.position))) {
    reader.refuse('A minus stands before a condition that must not hold. Text that begins with one goes in quotes.', start)
  }
  return true
}

function refuseMissing(reader: QueryReader): void {
  const isMissing = reader.isAtEnd() || /[\s)]/.test(reader.text[reader.position] as string)
  if (isMissing || isWord(reader, 'OR') || isWord(reader, 'AND')) {
    reader.refuse('A condition is expected here, such as lang:python, lines>100 or "text".')
  }
}

/** Words in capitals join conditions; in quotes they are text. */
function isWord(reader: QueryReader, word: 'AND' | 'OR' | 'NOT'): boolean {
  return reader.isAt(word) && /^(?:[\s()]|$)/.test(reader.text.slice(reader.position + word.length))
}

function takeWord(reader: QueryReader, word: 'AND' | 'OR' | 'NOT'): boolean {
  if (!isWord(reader, word)) return false
  reader.position += word.length
  reader.skipBlanks()
  return true
}

/** A tree whose parts join nothing that their parent joins too. */
function join(type: 'and' | 'or', parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.type === type ? part.parts : [part]))
  return flat.length === 1 ? (flat[0] as Query) : { type, parts: flat }
}

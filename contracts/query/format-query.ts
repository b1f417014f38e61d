import { formatClusterTerm } from './cluster-term.ts'
import { formatRange } from './number-range.ts'
import type { Query, QueryTerm, TextPattern } from './query.ts'

/** The text of a query: `parseQuery` reads it back as the same tree. */
export function formatQuery(query: Query): string {
  switch (query.type) {
    case 'all':
      return ''
    case 'or':
      return query.parts.map(formatQuery).join(' OR ')
    case 'and':
      return query.parts.map((part) => (part.type === 'or' ? `(${formatQuery(part)})` : formatQuery(part))).join(' ')
    case 'not': {
      const { part } = query
      return part.type === 'or' || part.type === 'and' ? `-(${formatQuery(part)})` : `-${formatQuery(part)}`
    }
    default:
      return formatTerm(query)
  }
}

/** A value as it stands after a field: in quotes unless it is a plain word. */
export function formatValue(value: string): string {
  return /^[\w*][\w.+#*/-]*$/.test(value) ? value : quote(value, '"')
}

function formatTerm(term: QueryTerm): string {
  switch (term.type) {
    case 'text':
      return formatPattern(term.pattern)
    case 'path':
      return `path:${formatPattern(term.pattern)}`
    case 'metadata':
      return `meta.${term.key}:${formatPattern(term.pattern)}`
    case 'value':
      return `${term.field}:${formatValue(term.value)}`
    case 'cluster':
      return formatClusterTerm(term)
    case 'range':
      return `${term.signal}${formatRange(term.range)}`
    case 'present':
      return `${term.isPresent ? 'has' : 'missing'}:${term.signal}`
  }
}

/** Text is always in quotes: a word may become a field or a signal's name in another project. */
function formatPattern(pattern: TextPattern): string {
  if (pattern.type === 'regex') return `/${pattern.source}/${pattern.flags}`
  return quote(pattern.text, pattern.matchCase ? "'" : '"')
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function quote(text: string, mark: '"' | "'"): string {
  return (
    mark + text.replace(/["'\\\n\r\t]/g, (each) => escapes[each] ?? (each === '\\' || each === mark ? `\\${each}` : each)) + mark
  )
}

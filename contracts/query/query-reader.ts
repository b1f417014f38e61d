import type { QueryProblem } from './query.ts'

/** Thrown while a query is read; `parseQuery` turns it into its answer. */
export class QueryRefusal extends Error {
  readonly problem: QueryProblem

  constructor(problem: QueryProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/** A place in the text of a query that moves on while the text is read. */
export interface QueryReader {
  readonly text: string
  position: number
  /** Whether this text comes next. */
  isAt(part: string): boolean
  isAtEnd(): boolean
  /** Whether a blank, a closing parenthesis or the end comes next. */
  isAtBreak(): boolean
  skipBlanks(): void
  /** Moves over what the expression, which is sticky, matches here. */
  take(expression: RegExp): RegExpExecArray | null
  /** The text of a quotation, which begins here. A backslash stands before a quotation mark, another backslash, `n`, `r` and `t`. */
  takeQuoted(): string
  /** A regular expression between slashes, which begins here, and the letters behind it. */
  takeRegex(): { source: string; flags: string; flagsAt: number }
  /** Refuses the text from `from` up to here, or the next character when that is nothing. */
  refuse(message: string, from?: number): never
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

export function createQueryReader(text: string): QueryReader {
  const reader: QueryReader = {
    text,
    position: 0,
    isAt: (part) => text.startsWith(part, reader.position),
    isAtEnd: () => reader.position >= text.length,
    isAtBreak: () => reader.isAtEnd() || /[\s)]/.test(text[reader.position] as string),
    skipBlanks: () => {
      reader.take(/\s*/y)
    },
    take(expression) {
      expression.lastIndex = reader.position
      const match = expression.exec(text)
      if (match) reader.position += match[0].length
      return match
    },
    takeQuoted() {
      const start = reader.position
      const quote = text[start] as string
      let content = ''
      for (reader.position++; !reader.isAt(quote); reader.position++) {
        if (reader.isAtEnd()) reader.refuse(`The quotation is not closed: another ${quote} is expected.`, start)
        const next = text[reader.position + 1]
        const isEscape = reader.isAt('\\') && next !== undefined && (next === quote || next === '\\' || next in escapes)
        if (isEscape) reader.position++
        const character = text[reader.position] as string
        content += isEscape ? (escapes[character] ?? character) : character
      }
      reader.position++
      return content
    },
    takeRegex() {
      const start = reader.position
      const body = reader.take(/\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+)\//y)
      if (!body) {
        reader.position = Math.max(start + 1, text.length)
        reader.refuse('The regular expression is not closed: another / is expected. Text with slashes goes in quotes.', start)
      }
      const flagsAt = reader.position
      return { source: body[1] as string, flags: reader.take(/[A-Za-z]*/y)?.[0] ?? '', flagsAt }
    },
    refuse(message, from = reader.position) {
      const offset = Math.min(from, text.length)
      throw new QueryRefusal({ offset, length: Math.max(reader.position - offset, offset < text.length ? 1 : 0), message })
    },
  }
  return reader
}

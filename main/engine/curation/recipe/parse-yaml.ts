import { type Document, isScalar, Lexer, LineCounter, Parser, parseDocument, visit } from 'yaml'

/** Far deeper than any recipe, far from where the composer, which calls itself for each level, would fill the stack. */
const maxDepth = 100
/** Aliases nested in aliases would fill the memory. */
const maxAliases = 100

/** What makes a text no YAML that is read. Lines and columns count from 1. */
export interface YamlProblem {
  readonly reason: string
  readonly line: number
  readonly column: number
  readonly cause?: unknown
}

export interface ParsedYaml {
  readonly document: Document
  /** The line and column of an offset in the text. */
  locate(offset: number): Pick<YamlProblem, 'line' | 'column'>
  /** The document as plain values, as it is now. */
  readValue(): unknown
}

/**
 * Reads YAML, or JSON, in time that grows with its length, whatever it holds. What `fail` makes of the first problem is thrown, by `readValue`
 * also.
 */
export function parseYaml(text: string, fail: (problem: YamlProblem) => Error): ParsedYaml {
  const lineCounter = new LineCounter()
  const locate = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const problem = (reason: string, offset: number, cause?: unknown) =>
    fail({ reason: reason.replace(/\.$/, ''), ...locate(offset), cause })

  const broken = findBroken(text, lineCounter)
  if (broken) throw problem(broken.reason, broken.offset)
  // The library compares each key with each other one of its map.
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false })
  const [error] = document.errors
  const repeated = findRepeatedKey(document)
  if (repeated !== null && !(error && error.pos[0] < repeated)) throw problem('Map keys must be unique', repeated)
  if (error) throw problem(error.message, error.pos[0], error)
  return {
    document,
    locate,
    readValue() {
      try {
        return document.toJS({ maxAliasCount: maxAliases })
      } catch (cause) {
        // An alias without its anchor, or aliases nested so that they would fill the memory.
        throw problem(cause instanceof Error ? cause.message : String(cause), 0, cause)
      }
    },
  }
}

/**
 * The first place that is nested too deep, or that no YAML can have. Nothing behind it is read: what is nested deeper costs the parser time
 * that grows with the square of the depth, and each error the composer's as much as its text. The lines up to there are counted.
 */
function findBroken(text: string, lineCounter: LineCounter): { reason: string; offset: number } | null {
  const parser = new Parser(lineCounter.addNewLine)
  lineCounter.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) if (token.type === 'error') return { reason: token.message, offset: token.offset }
    if (parser.stack.length > maxDepth) {
      return { reason: `it is nested more than ${maxDepth} levels deep, and a recipe has a few levels`, offset: parser.offset }
    }
  }
  return null
}

/** Where a map repeats a key of its own; null where none does. */
function findRepeatedKey(document: Document): number | null {
  let found: number | null = null
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (keys.has(key.value)) {
          const offset = key.range?.[0] ?? 0
          found = Math.min(found ?? offset, offset)
        }
        keys.add(key.value)
      }
    },
  })
  return found
}

import { closerOf, findOpenBrackets, findUnmatchedClosers } from './syntax/brackets.ts'
import { CODE, type Syntax, scanSyntax } from './syntax/lexical-scan.ts'

/** How far the syntax is looked at on each side of the cursor, in characters. */
const SYNTAX_WINDOW = 8000
const NEIGHBOUR_WINDOW = 4000

/** What the filters need to know about the place of the cursor. Line endings are `\n`. */
export interface Cursor {
  readonly language: string
  /** The cursor's line, before and after the cursor. */
  readonly linePrefix: string
  readonly lineSuffix: string
  /** The nearest line above and below that is not blank, or null. */
  readonly lineAbove: string | null
  readonly lineBelow: string | null
  /** Some thousand characters on either side, in whole lines but for the cursor's. */
  readonly textAbove: string
  readonly textBelow: string
  /** What the cursor stands in: code, a comment, a string. */
  readonly syntax: Syntax
  /** Whether the text after the cursor ends the string that the cursor is in. */
  readonly isStringClosed: boolean
  /** Brackets that are open at the cursor, outermost first. */
  readonly openBrackets: readonly string[]
  /** How many of them, counted from the innermost, the text may close before it takes what the suffix closes. */
  readonly closableCount: number
}

export function describeCursor(text: { language: string; prefix: string; suffix: string }): Cursor {
  const { language, prefix, suffix } = text
  const lineStart = prefix.lastIndexOf('\n') + 1
  const lineEnd = suffix.indexOf('\n')
  const textAbove = takeLinesAbove(prefix, lineStart)
  const above = scanSyntax(textAbove, language)
  const syntax = above.end
  const textBelow = suffix.slice(0, SYNTAX_WINDOW)
  const isStringClosed = endsString(syntax, { language, textBelow })
  const openBrackets = findOpenBrackets(above.brackets)
  const closers = findUnmatchedClosers(scanSyntax(textBelow, language, getSyntaxBelow(syntax, isStringClosed)).brackets)
  return {
    language,
    linePrefix: prefix.slice(lineStart),
    lineSuffix: lineEnd === -1 ? suffix : suffix.slice(0, lineEnd),
    lineAbove:
      prefix
        .slice(Math.max(0, lineStart - NEIGHBOUR_WINDOW), lineStart)
        .split('\n')
        .findLast(isNotBlank) ?? null,
    lineBelow:
      lineEnd === -1
        ? null
        : (suffix
            .slice(lineEnd + 1, lineEnd + NEIGHBOUR_WINDOW)
            .split('\n')
            .find(isNotBlank) ?? null),
    textAbove,
    textBelow,
    syntax,
    isStringClosed,
    openBrackets,
    closableCount: openBrackets.length - countClosed(openBrackets, closers),
  }
}

/** The end of the prefix from the start of a line on, so that no scan begins within a line. */
function takeLinesAbove(prefix: string, lineStart: number): string {
  if (prefix.length <= SYNTAX_WINDOW) return prefix
  const start = prefix.indexOf('\n', prefix.length - SYNTAX_WINDOW) + 1
  return prefix.slice(start === 0 || start > lineStart ? -SYNTAX_WINDOW : start)
}

/**
 * Whether quotes below the cursor are even only when the first of them ends the cursor's string. A string that ends with its line is
 * judged by that line alone.
 */
function endsString(syntax: Syntax, { language, textBelow }: { language: string; textBelow: string }): boolean {
  if (syntax.kind !== 'string') return false
  const below = syntax.rule.multiline ? textBelow : (textBelow.split('\n', 1)[0] ?? '')
  const within = scanSyntax(below, language, syntax)
  if (within.stringEnd === -1) return false
  return syntax.rule.character || within.end.kind !== 'string' || scanSyntax(below, language).end.kind === 'string'
}

function getSyntaxBelow(syntax: Syntax, isStringClosed: boolean): Syntax {
  return syntax.kind === 'string' && !isStringClosed ? CODE : syntax
}

function countClosed(openBrackets: readonly string[], closers: readonly string[]): number {
  let count = 0
  while (count < closers.length && closers[count] === closerOf(openBrackets[openBrackets.length - 1 - count])) count++
  return count
}

function isNotBlank(line: string): boolean {
  return line.trim() !== ''
}

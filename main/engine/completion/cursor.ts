import { findOpenBrackets, findUnmatchedClosers } from './brackets.ts'

/** How far brackets are looked for on each side of the cursor, in characters. */
const BRACKET_WINDOW = 8000
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
  /** Brackets that are open at the cursor, outermost first. */
  readonly openBrackets: readonly string[]
  /** How many of them, counted from the innermost, the text may close before it takes what the suffix closes. */
  readonly closableCount: number
}

export function describeCursor(text: { language: string; prefix: string; suffix: string }): Cursor {
  const { language, prefix, suffix } = text
  const lineStart = prefix.lastIndexOf('\n') + 1
  const lineEnd = suffix.indexOf('\n')
  const openBrackets = findOpenBrackets(prefix.slice(-BRACKET_WINDOW), language)
  const closers = findUnmatchedClosers(suffix.slice(0, BRACKET_WINDOW), language)
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
    openBrackets,
    closableCount: openBrackets.length - countClosed(openBrackets, closers),
  }
}

function countClosed(openBrackets: readonly string[], closers: readonly string[]): number {
  let count = 0
  while (count < closers.length && closers[count] === closerOf(openBrackets[openBrackets.length - 1 - count])) count++
  return count
}

function closerOf(bracket: string | undefined): string | undefined {
  return bracket === '(' ? ')' : bracket === '[' ? ']' : bracket === '{' ? '}' : undefined
}

function isNotBlank(line: string): boolean {
  return line.trim() !== ''
}

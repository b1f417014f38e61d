import type { Cursor } from './cursor.ts'

/** Shorter overlaps with the rest of the line are likely to be chance unless they reach its end. */
const MIN_OVERLAP = 3
const CLOSING_REST = /^[)\]}]+([;,]?)$/

/**
 * The part of a one-line suggestion that does not repeat what stands to the right of the cursor. Closing brackets are left alone:
 * whether they are too many only their opening ones can tell.
 */
export function cutRestOfLine(line: string, lineSuffix: string): string {
  const rest = lineSuffix.trim()
  if (rest === '') return line
  const closing = CLOSING_REST.exec(rest)
  if (closing) return closing[1] && line.endsWith(closing[1]) ? line.slice(0, -1) : line
  if (rest.length >= MIN_OVERLAP) {
    const index = line.indexOf(rest)
    if (index !== -1) return trimLike(line.slice(0, index), lineSuffix)
  }
  for (let length = Math.min(line.length, rest.length); length > 0; length--) {
    if (length < MIN_OVERLAP && length < rest.length) break
    if (line.endsWith(rest.slice(0, length))) return trimLike(line.slice(0, -length), lineSuffix)
  }
  return line
}

/** How many of the lines come before one that repeats the next line of the file. `lines[0]` continues the cursor's line. */
export function countLinesBeforeDuplicate(lines: readonly string[], cursor: Cursor): number {
  const { lineBelow } = cursor
  if (lineBelow === null) return lines.length
  const index = lines.findIndex((line, i) => isSameLine(i === 0 ? cursor.linePrefix + line : line, lineBelow))
  return index === -1 ? lines.length : index
}

/** Closing brackets alone are the same line only at the same indentation. */
function isSameLine(line: string, other: string): boolean {
  if (line.trim() === '') return false
  return /\w/.test(line) ? line.trim() === other.trim() : line.trimEnd() === other.trimEnd()
}

/** Blanks that the rest of the line brings itself are not written twice. */
function trimLike(line: string, lineSuffix: string): string {
  return /^\s/.test(lineSuffix) ? line.trimEnd() : line
}

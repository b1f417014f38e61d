import type { Cursor } from './cursor.ts'

/** What no line of code has, shortest pieces first. Colours, padding and rulers of signs are not among it. */
const REPEATED_PIECES = [
  /([A-Za-z])\1{8,}/,
  /(\d)\1{16,}/,
  /(?=.*[A-Za-z])(.{2,40}?)\1{3,}/,
  /(?=.*[A-Za-z])(.{20,80}?)\1{2,}/,
  /(?=.*\d)(.{2,20}?)\1{11,}/,
]
/** Blanks in a row within a line, or before the first text that is written at the cursor. */
const BLANK_RUN = /(?:^|(?<=\S))[ \t]{16,}/
const MAX_SAME_LINES = 2

/** How many of the lines come before one that only repeats earlier ones. `lines[0]` continues the cursor's line. */
export function countLinesBeforeRepetition(lines: readonly string[], cursor: Cursor): number {
  const counts = new Map<string, number>()
  let previous = cursor.lineAbove?.trim() ?? ''
  for (const [index, line] of lines.entries()) {
    const text = (index === 0 ? cursor.linePrefix + line : line).trim()
    if (!/[A-Za-z]{2}/.test(text)) continue
    const count = (counts.get(text) ?? 0) + 1
    if (text === previous || count > MAX_SAME_LINES) return index
    counts.set(text, count)
    previous = text
  }
  return lines.length
}

/**
 * The part of a line up to where it begins to repeat one piece of text again and again, with the first such piece. Indentation is
 * no repetition, except on the cursor's own line, which has its indentation already.
 */
export function cutRepeatedPiece(line: string, isFirst: boolean): string {
  const indentation = isFirst ? 0 : line.length - line.trimStart().length
  const blanks = BLANK_RUN.exec(line.slice(indentation))
  if (blanks) return line.slice(0, indentation + blanks.index)
  for (const pattern of REPEATED_PIECES) {
    const match = pattern.exec(line)
    const piece = match?.[1]
    if (match && piece !== undefined && /[A-Za-z\d]/.test(piece)) return line.slice(0, match.index + piece.length)
  }
  return line
}

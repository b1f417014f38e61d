import type { Cursor } from './cursor.ts'
import { opensBlock } from './line-mode.ts'

const ONLY_CLOSERS = /^[)\]}]+[;,]?$/

/**
 * How many of the lines belong to the block that the cursor is in: `lines[0]` continues the cursor's line, the others are whole.
 * A line that is indented less than the cursor's line ends the block, as does one at its level if that line opened a block; one
 * line of closing brackets is then still part of it. Blank lines decide nothing.
 */
export function countLinesInScope(lines: readonly string[], cursor: Cursor): number {
  const level = measureIndentation(cursor.linePrefix)
  const isInner = opensBlock(cursor.linePrefix, cursor.language)
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue
    const indentation = measureIndentation(line)
    if (indentation > level) continue
    if (indentation < level) return index
    if (isInner) return ONLY_CLOSERS.test(line.trim()) ? index + 1 : index
  }
  return lines.length
}

/** Columns of leading blanks; a tab counts as four. */
export function measureIndentation(line: string): number {
  let columns = 0
  for (const sign of line) {
    if (sign === ' ') columns++
    else if (sign === '\t') columns += 4
    else break
  }
  return columns
}

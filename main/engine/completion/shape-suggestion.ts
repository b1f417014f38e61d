import { cutAtClosingQuote } from './closing-quote.ts'
import type { Cursor } from './cursor.ts'
import { followIndentation } from './indentation.ts'
import { isMidLine, type LineMode } from './line-mode.ts'
import { cutModelMarkup } from './model-markup.ts'
import { countLinesBeforeRepetition, cutRepeatedPiece } from './repetition.ts'
import { countLinesInScope } from './scope-end.ts'
import { countLinesBeforeDuplicate, cutRestOfLine } from './suffix-duplicates.ts'
import { findIllegalCloser } from './syntax/brackets.ts'

/** What is left of the model's text. `finished` means that more text from the model cannot change it. */
export interface ShapedSuggestion {
  readonly text: string
  readonly finished: boolean
}

export interface ShapeOptions {
  readonly cursor: Cursor
  readonly mode: LineMode
  /** Whether the model has ended; until then the last line may still become one that the filters take away. */
  readonly complete: boolean
  /** Whether a suggestion may go on after a blank line. */
  readonly keepsBlankLines: boolean
}

/**
 * Cuts the model's text to what fits at the cursor: the filters find where it stops being new, part of the block or well formed,
 * and everything from there on goes. Applied to the growing text while it streams, so that the model can be stopped early.
 */
export function shapeSuggestion(raw: string, options: ShapeOptions): ShapedSuggestion {
  const { cursor, mode } = options
  const plain = cutModelMarkup(raw.replaceAll('\r', ''), {
    surroundings: [cursor.textAbove, cursor.textBelow],
    complete: options.complete,
  })
  const complete = options.complete || plain.isCut
  const lines = followIndentation(plain.text, cursor).split('\n')
  const limit = Math.min(
    mode === 'single' ? 1 : lines.length,
    countLinesInScope(lines, cursor),
    countLinesBeforeDuplicate(lines, cursor),
    countLinesBeforeRepetition(lines, cursor),
    options.keepsBlankLines ? lines.length : countLinesBeforeBlank(lines, cursor),
  )
  // The line that is being written may still turn out to be a repetition; it is shown with its end.
  const isOpen = limit === lines.length && !complete
  const kept = lines.slice(0, isOpen && limit > 1 && mayBecomeDuplicate(lines[limit - 1] ?? '', cursor) ? limit - 1 : limit)
  const text = kept.join('\n')
  const cut = cutWithinLines(text, cursor, mode)
  return { text: cut.trimEnd(), finished: complete || limit < lines.length || cut.length < text.length }
}

function cutWithinLines(text: string, cursor: Cursor, mode: LineMode): string {
  const unquoted = cutAtClosingQuote(text, cursor)
  const closer = findIllegalCloser(unquoted, cursor)
  const balanced = closer === -1 ? unquoted : unquoted.slice(0, closer)
  const fresh = mode === 'single' && isMidLine(cursor) ? cutRestOfLine(balanced, cursor.lineSuffix) : balanced
  let start = 0
  for (const line of fresh.split('\n')) {
    const short = cutRepeatedPiece(line, start === 0)
    if (short.length < line.length) return fresh.slice(0, start + short.length)
    start += line.length + 1
  }
  return fresh
}

/** A blank line after text ends a thought. The end of the cursor's own line does not count when nothing was written on it. */
function countLinesBeforeBlank(lines: readonly string[], cursor: Cursor): number {
  let hasText = cursor.linePrefix.trim() !== ''
  for (const [index, line] of lines.entries()) {
    const isBlank = line.trim() === ''
    // The last line may just not have begun.
    if (isBlank && hasText && index > 0 && index < lines.length - 1) return index
    hasText ||= !isBlank
  }
  return lines.length
}

function mayBecomeDuplicate(line: string, cursor: Cursor): boolean {
  const text = line.trim()
  return text === '' || (cursor.lineBelow?.trim().startsWith(text) ?? false)
}

import type { CompletionRequest } from '#contracts/completion'
import type { Cursor } from './cursor.ts'

export type LineMode = 'single' | 'multiple'

/** Above this, several lines take longer than a person waits for a suggestion that nobody asked for. */
const SLOW_MS_PER_TOKEN = 60
const OPENS_BLOCK = /(?:[{([]|=>|->|\b(?:do|then|begin|else|try))\s*$/
const ENDS_WITH_COLON = /:\s*$/
const COLON_OPENS_BLOCK = new Set(['python', 'yaml'])

/**
 * Whether a suggestion may have several lines.
 *
 * Text to the right of the cursor makes it one line always, because what comes after a line break would push that text down.
 * `auto` asks for more than a line only where one line is seldom the whole thought: on an empty line and after a line that
 * opens a block.
 */
export function decideLineMode(lines: CompletionRequest['lines'], cursor: Cursor, model: { msPerToken: number }): LineMode {
  if (lines === 'single' || isMidLine(cursor)) return 'single'
  if (lines === 'multiple') return 'multiple'
  if (model.msPerToken > SLOW_MS_PER_TOKEN || cursor.syntax.kind === 'line-comment') return 'single'
  return cursor.linePrefix.trim() === '' || opensBlock(cursor.linePrefix, cursor.language) ? 'multiple' : 'single'
}

export function isMidLine(cursor: Cursor): boolean {
  return cursor.lineSuffix.trim() !== ''
}

/** Whether the next line is expected to be indented more than this one. */
export function opensBlock(line: string, language: string): boolean {
  return OPENS_BLOCK.test(line) || (COLON_OPENS_BLOCK.has(language) && ENDS_WITH_COLON.test(line))
}

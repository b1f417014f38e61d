import type { Cursor } from './cursor.ts'
import { opensBlock } from './line-mode.ts'

/** What one level of indentation is made of. */
type Unit = { readonly kind: 'tab' } | { readonly kind: 'blanks'; readonly width: number }

/** How many blanks people and models use for a level; other widths are alignment. */
const WIDTHS = [2, 3, 4, 8]
const USUAL_WIDTH = 4
const MAX_STEP = 8
const UNFINISHED = /[,([{=+\-*/&|.<>?:]\s*$/

/**
 * The text with the indentation that the file has: models indent as most of their training text did, which is by four blanks.
 *
 * Only levels are rewritten; blanks beyond the last whole level align and stay. How wide a level is to the model shows where a line
 * follows one that opens a block, since it is one level deeper. Nothing is rewritten where the file itself has no habit yet.
 */
export function followIndentation(text: string, cursor: Cursor): string {
  const unit = detectUnit(cursor)
  if (!unit) return text
  const lines = text.split('\n')
  const modelWidth = detectModelWidth(lines, cursor, unit)
  return lines
    .map((line, index) => {
      // What stands behind the beginning of the cursor's line is no indentation.
      if (index === 0 && !isBlank(cursor.linePrefix)) return line
      const blanks = leadingBlanks(line)
      return rewrite(blanks, unit, modelWidth) + line.slice(blanks.length)
    })
    .join('\n')
}

/** What most indented lines near the cursor use; null where none is indented. */
function detectUnit({ textAbove, textBelow, linePrefix, lineSuffix }: Cursor): Unit | null {
  const steps = new Map<number, number>()
  let tabs = 0
  let blanks = 0
  let before = 0
  // The cursor's own line is not written to its end.
  const others = textAbove.slice(0, textAbove.length - linePrefix.length) + textBelow.slice(lineSuffix.length)
  for (const line of others.split('\n')) {
    if (isBlank(line)) continue
    const leading = leadingBlanks(line)
    if (leading.startsWith('\t')) {
      tabs++
      continue
    }
    if (leading.length > 1) blanks++
    const step = Math.abs(leading.length - before)
    if (step > 1 && step <= MAX_STEP) steps.set(step, (steps.get(step) ?? 0) + 1)
    before = leading.length
  }
  if (tabs > blanks) return { kind: 'tab' }
  const [common] = [...steps].sort(([stepA, countA], [stepB, countB]) => countB - countA || stepA - stepB)
  return common ? { kind: 'blanks', width: common[0] } : null
}

/** How many blanks a level is to the model; null where blanks stay as they are. */
function detectModelWidth(lines: readonly string[], cursor: Cursor, unit: Unit): number | null {
  const fallback = unit.kind === 'tab' ? USUAL_WIDTH : null
  let before = cursor.lineAbove ?? ''
  for (const [index, line] of lines.entries()) {
    if (index === 0 && cursor.linePrefix !== '') {
      before = cursor.linePrefix + line
      continue
    }
    if (isBlank(line)) continue
    const blanks = leadingBlanks(line)
    const opened = opensBlock(before, cursor.language)
    // In a file of blanks a line that opens nothing may be followed by an aligned one.
    const tells = opened || (unit.kind === 'tab' && !UNFINISHED.test(before))
    if (tells && /^ +$/.test(blanks)) {
      const levels = countLevels(leadingBlanks(before), unit)
      // Whole levels of the file that are not deeper than the line before: the block is left empty.
      if (unit.kind === 'blanks' && blanks.length % unit.width === 0 && blanks.length <= levels * unit.width) return null
      const width = blanks.length / (levels + (opened ? 1 : 0))
      return WIDTHS.includes(width) ? width : fallback
    }
    before = line
  }
  return fallback
}

function rewrite(blanks: string, unit: Unit, modelWidth: number | null): string {
  const tabs = /^\t*/.exec(blanks)?.[0].length ?? 0
  const rest = blanks.slice(tabs)
  if (modelWidth === null && (tabs === 0 || unit.kind === 'tab')) return blanks
  const levels = modelWidth === null ? 0 : Math.floor(rest.length / modelWidth)
  const level = unit.kind === 'tab' ? '\t' : ' '.repeat(unit.width)
  return level.repeat(tabs + levels) + rest.slice(levels * (modelWidth ?? 0))
}

function countLevels(blanks: string, unit: Unit): number {
  const tabs = blanks.split('\t').length - 1
  return unit.kind === 'tab' ? tabs : tabs + Math.floor((blanks.length - tabs) / unit.width)
}

function leadingBlanks(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}

function isBlank(line: string): boolean {
  return line.trim() === ''
}

import { findLineComment, skipString } from './line-comment.ts'

const closers: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
const openers: Record<string, string> = { ')': '(', ']': '[', '}': '{' }

/** Brackets that text opens and does not close, outermost first. Strings that end on their line and line comments are skipped. */
export function findOpenBrackets(text: string, language: string): string[] {
  const open: string[] = []
  for (const { sign } of scanBrackets(text, language)) {
    if (sign in closers) open.push(sign)
    else if (open.at(-1) === openers[sign]) open.pop()
  }
  return open
}

/** Closing brackets that close nothing within the text, in order. */
export function findUnmatchedClosers(text: string, language: string): string[] {
  const open: string[] = []
  const unmatched: string[] = []
  for (const { sign } of scanBrackets(text, language)) {
    if (sign in closers) open.push(sign)
    else if (open.length > 0) open.pop()
    else unmatched.push(sign)
  }
  return unmatched
}

/**
 * Where a suggestion closes a bracket that it did not open and that nobody before it left for it to close; -1 if nowhere.
 * Such a bracket either closes the wrong thing or stands after the cursor already.
 */
export function findIllegalCloser(
  text: string,
  context: { language: string; openBrackets: readonly string[]; closableCount: number },
): number {
  const open: string[] = []
  let closedOutside = 0
  for (const { sign, index } of scanBrackets(text, context.language)) {
    if (sign in closers) {
      open.push(sign)
      continue
    }
    if (open.length > 0) {
      if (open.pop() !== openers[sign]) return index
      continue
    }
    const outer = context.openBrackets[context.openBrackets.length - 1 - closedOutside]
    if (closedOutside >= context.closableCount || outer !== openers[sign]) return index
    closedOutside++
  }
  return -1
}

function* scanBrackets(text: string, language: string): Generator<{ sign: string; index: number }> {
  let lineStart = 0
  for (const line of text.split('\n')) {
    const end = findLineComment(line, language) ?? line.length
    for (let index = 0; index < end; index++) {
      const sign = line.charAt(index)
      if (sign === '"' || sign === "'" || sign === '`') index = skipString(line, index)
      else if (sign in closers || sign in openers) yield { sign, index: lineStart + index }
    }
    lineStart += line.length + 1
  }
}

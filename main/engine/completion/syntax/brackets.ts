import { CODE, type Syntax, scanSyntax } from './lexical-scan.ts'

const closers: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
const openers: Record<string, string> = { ')': '(', ']': '[', '}': '{' }

/** The bracket that closes this one. */
export function closerOf(bracket: string | undefined): string | undefined {
  return bracket === undefined ? undefined : closers[bracket]
}

type Bracket = { readonly sign: string; readonly index: number }

/** Of brackets in the order of the text, those that are opened and not closed, outermost first. */
export function findOpenBrackets(brackets: readonly Bracket[]): string[] {
  const open: string[] = []
  for (const { sign } of brackets) {
    if (sign in closers) open.push(sign)
    else if (open.at(-1) === openers[sign]) open.pop()
  }
  return open
}

/** Of brackets in the order of the text, those that close nothing in it. */
export function findUnmatchedClosers(brackets: readonly Bracket[]): string[] {
  const open: string[] = []
  const unmatched: string[] = []
  for (const { sign } of brackets) {
    if (sign in closers) open.push(sign)
    else if (open.length > 0) open.pop()
    else unmatched.push(sign)
  }
  return unmatched
}

/**
 * Where a suggestion closes a bracket that it did not open and that nobody before it left for it to close; -1 if nowhere.
 * Such a bracket either closes the wrong thing or stands after the cursor already. Brackets in strings and comments close nothing.
 */
export function findIllegalCloser(
  text: string,
  context: { language: string; syntax?: Syntax; openBrackets: readonly string[]; closableCount: number },
): number {
  const open: string[] = []
  let closedOutside = 0
  for (const { sign, index } of scanSyntax(text, context.language, context.syntax ?? CODE).brackets) {
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

import { getLexicalRules, type LexicalRules, type StringRule } from './lexical-rules.ts'

/** What a place in a text belongs to. */
export type Syntax = CodeSyntax | LineCommentSyntax | BlockCommentSyntax | StringSyntax
interface CodeSyntax {
  readonly kind: 'code'
  /** The string in whose interpolation the code stands, and how many braces are open in it. */
  readonly within: StringSyntax | null
  readonly braces: number
}
interface LineCommentSyntax {
  readonly kind: 'line-comment'
  readonly outer: CodeSyntax
}
interface BlockCommentSyntax {
  readonly kind: 'block-comment'
  readonly close: string
  readonly outer: CodeSyntax
}
export interface StringSyntax {
  readonly kind: 'string'
  readonly rule: StringRule
  readonly outer: CodeSyntax
}

export const CODE: Syntax = { kind: 'code', within: null, braces: 0 }

export interface LexicalScan {
  /** Brackets in code, in order. */
  readonly brackets: readonly { readonly sign: string; readonly index: number }[]
  /** What the end of the text belongs to. */
  readonly end: Syntax
  /** Where the sign stands that ends the string in which the text began; -1 when none does. */
  readonly stringEnd: number
}

const BRACKETS = new Set('()[]{}')
const CHARACTER_LITERAL = /'(?:\\[^\n][^'\n]{0,10}|[^'\\\n])'/uy
/** A `/` behind one of these begins a regular expression; behind a name, a number or a closing bracket it divides. */
const BEFORE_EXPRESSION = /(?:^|[=([{,;:!&|?+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|delete|yield|await))\s*$/
const REGULAR_EXPRESSION = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//y

/**
 * Tells code from strings and comments, from what `start` says the text begins in. Works without a grammar, on any piece of text: a
 * quote that has no partner on its line is a sign like any other where strings end with the line, except on the last line, which
 * may not be written to its end.
 */
export function scanSyntax(text: string, language: string, start: Syntax = CODE): LexicalScan {
  const rules = getLexicalRules(language)
  const signs = listFirstSigns(rules)
  const brackets: { sign: string; index: number }[] = []
  let state = start
  let stringEnd = -1
  let index = 0
  while (index < text.length) {
    if (state.kind === 'code') {
      const sign = text.charAt(index)
      if (!signs.has(sign)) {
        index++
        continue
      }
      const opened = open(text, { index, rules, code: state })
      if (opened) {
        state = opened.state
        index = opened.index
        continue
      }
      if (state.within && state.braces === 0 && sign === '}') {
        state = state.within
      } else {
        if (BRACKETS.has(sign)) brackets.push({ sign, index })
        if (state.within && (sign === '{' || sign === '}')) state = { ...state, braces: state.braces + (sign === '{' ? 1 : -1) }
      }
      index++
    } else if (state.kind === 'string') {
      const isFirst = state === start
      const closed = findStringEnd(text, index, state)
      if (isFirst && closed.isClosed && stringEnd === -1) stringEnd = closed.index - state.rule.close.length
      state = closed.state
      index = closed.index
    } else {
      const close = state.kind === 'line-comment' ? '\n' : state.close
      const end = text.indexOf(close, index)
      index = end === -1 ? text.length : end + close.length
      if (end !== -1) state = state.outer
    }
  }
  return { brackets, end: state, stringEnd }
}

function listFirstSigns(rules: LexicalRules): ReadonlySet<string> {
  const openings = [...rules.lineComments, ...rules.blockComments.map(([open]) => open), ...rules.strings.map(({ open }) => open)]
  return new Set([...BRACKETS, ...openings.map((opening) => opening.charAt(0)), ...(rules.regularExpressions ? ['/'] : [])])
}

/** What begins at a place of code, and where to go on; null when it is code. */
function open(
  text: string,
  { index, rules, code }: { index: number; rules: LexicalRules; code: CodeSyntax },
): { state: Syntax; index: number } | null {
  for (const [opening, close] of rules.blockComments) {
    if (text.startsWith(opening, index))
      return { state: { kind: 'block-comment', close, outer: code }, index: index + opening.length }
  }
  if (!rules.lineCommentWantsBlank || index === 0 || /\s/.test(text.charAt(index - 1))) {
    const marker = rules.lineComments.find((opening) => text.startsWith(opening, index))
    if (marker) return { state: { kind: 'line-comment', outer: code }, index: index + marker.length }
  }
  const rule = rules.strings.find((one) => text.startsWith(one.open, index))
  if (rule) return openString(text, index, { kind: 'string', rule, outer: code })
  if (
    rules.regularExpressions &&
    text.charAt(index) === '/' &&
    BEFORE_EXPRESSION.test(text.slice(Math.max(0, index - 40), index))
  ) {
    const length = matchAt(REGULAR_EXPRESSION, text, index)
    if (length > 0) return { state: code, index: index + length }
  }
  return null
}

function openString(text: string, index: number, string: StringSyntax): { state: Syntax; index: number } | null {
  const { rule } = string
  if (rule.character) {
    const length = matchAt(CHARACTER_LITERAL, text, index)
    if (length > 0) return { state: string.outer, index: index + length }
    return index + 1 === text.length ? { state: string, index: index + 1 } : null
  }
  const start = index + rule.open.length
  if (!rule.multiline) {
    const closed = findStringEnd(text, start, string)
    // Without a partner on its line the sign begins no string.
    if (!closed.isClosed && closed.index < text.length) return null
  }
  return { state: string, index: start }
}

/** Where a string ends or code begins in it. `index` is where to go on. */
function findStringEnd(text: string, from: number, string: StringSyntax): { state: Syntax; index: number; isClosed: boolean } {
  const { rule, outer } = string
  for (let index = from; index < text.length; index++) {
    if (rule.escapes && text.charAt(index) === '\\') index++
    else if (text.startsWith(rule.close, index)) return { state: outer, index: index + rule.close.length, isClosed: true }
    else if (!rule.multiline && text.charAt(index) === '\n') return { state: outer, index, isClosed: false }
    else if (rule.interpolation && text.startsWith(rule.interpolation, index)) {
      const state: Syntax = { kind: 'code', within: string, braces: 0 }
      return { state, index: index + rule.interpolation.length, isClosed: false }
    }
  }
  return { state: string, index: text.length, isClosed: false }
}

function matchAt(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index
  return pattern.exec(text)?.[0].length ?? 0
}

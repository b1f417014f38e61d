import type { TextPattern } from '#contracts/query/query'
import { decodeText } from '../documents/text-encoding.ts'

/** Bytes of a text that several patterns look at; decoded when the first of them asks. */
export interface TestedText {
  readonly bytes: Buffer
  readonly text: string
}

export function createTestedText(bytes: Buffer): TestedText {
  let text: string | undefined
  return {
    bytes,
    get text() {
      text ??= decodeText(bytes).text
      return text
    },
  }
}

/** Says whether a text has what the pattern looks for. Bytes that are not UTF-8 count as U+FFFD, as they are shown. */
export function createTextTest(pattern: TextPattern): (tested: TestedText) => boolean {
  if (pattern.type === 'regex') {
    const expression = toExpression(pattern)
    return ({ text }) => expression.test(text)
  }
  const isAscii = /^[\0-\x7f]*$/.test(pattern.text)
  if (pattern.matchCase) {
    const needle = Buffer.from(pattern.text)
    // U+FFFD in the needle may mean bytes that are no UTF-8, which only the decoded text shows.
    return pattern.text.includes('\ufffd') ? ({ text }) => text.includes(pattern.text) : ({ bytes }) => bytes.includes(needle)
  }
  const expression = toExpression(pattern)
  // One byte for one character is read faster, and an ASCII letter is the same as no other character.
  return isAscii ? ({ bytes }) => expression.test(bytes.toString('latin1')) : ({ text }) => expression.test(text)
}

/** The expression that finds what the pattern looks for. Without the flag `u`, ASCII letters are the same as other ASCII letters alone. */
export function toExpression(pattern: TextPattern, flags = ''): RegExp {
  if (pattern.type === 'regex') return new RegExp(pattern.source, `${pattern.flags}m${flags}`)
  return new RegExp(pattern.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), `${pattern.matchCase ? '' : 'i'}${flags}`)
}

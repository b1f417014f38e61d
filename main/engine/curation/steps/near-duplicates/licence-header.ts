import { type CommentMarks, findCommentMarks } from './comment-marks.ts'

/** Bytes of a document, `end` not included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** A header that has not ended by then is none. The whole text of the Apache licence has 11 kB. */
const consideredBytes = 65_536
const notice = /licen[cs]e|copyright|spdx-/i
/** What has to stand before the first comment: byte order mark (as Latin-1), interpreter, declarations. */
const preludes =
  /(?:\u00ef\u00bb\u00bf)?(?:#![^\n]*\n)?\s*(?:<\?(?:php|hh)\b|(['"])use strict\1;?|(?:<\?xml\b[^>]*\?>\s*|<!doctype\b[^>]*>\s*|<html\b[^>]*>)*)/iy
const blanks = /\s*/y

/**
 * The comments at the beginning of a document that hold a notice of licence or copyright, each with the blanks behind it. A comment is one
 * between marks, or lines in a row that begin with the same mark; all of it counts as the notice. Nothing where the rest of the document is
 * blank, so that a file of nothing but a licence is still told by it, and where the comments of the language are not known.
 */
export function findLicenceHeaders(text: Uint8Array, language: string): ByteRange[] {
  const marks = findCommentMarks(language)
  if (!marks) return []
  // One byte for one character: places are those of the bytes.
  const start = takeLines(text, consideredBytes).toString('latin1')
  const headers: ByteRange[] = []
  let place = skip(preludes, start, 0)
  for (;;) {
    place = skip(blanks, start, place)
    const end = findCommentEnd(start, place, marks)
    // What goes on behind the considered lines may be the rest of the comment.
    if (end === null || (end === start.length && end < text.length)) break
    const after = skip(blanks, start, end)
    if (notice.test(start.slice(place, end))) headers.push({ start: place, end: after })
    place = after
  }
  return isBlankBeside(text, headers) ? [] : headers
}

/** The whole text, or as many of its lines as fit. */
function takeLines(text: Uint8Array, maxBytes: number): Buffer {
  const buffer = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  return text.length <= maxBytes ? buffer : buffer.subarray(0, buffer.lastIndexOf('\n', maxBytes - 1) + 1)
}

/** Where the comment ends that begins here; null where none does, or it has no end. */
function findCommentEnd(text: string, place: number, { lines, blocks }: CommentMarks): number | null {
  const block = blocks.find(([open]) => text.startsWith(open, place))
  if (block) {
    const close = text.indexOf(block[1], place + block[0].length)
    return close < 0 ? null : close + block[1].length
  }
  const mark = lines.find((each) => text.startsWith(each, place))
  if (mark === undefined) return null
  const kind = findLineKind(text, place, mark)
  let end = findLineEnd(text, place)
  for (;;) {
    const next = skip(indentation, text, end)
    if (!text.startsWith(mark, next) || findLineKind(text, next, mark) !== kind) return end
    end = findLineEnd(text, next)
  }
}

const indentation = /[ \t]*/y

/** Rust's and Doxygen's `///` and `//!` document what follows, and are no part of a notice in `//` above them. */
function findLineKind(text: string, place: number, mark: string): string {
  const next = text.charAt(place + mark.length)
  return next === '!' || next === '/' ? next : ''
}

/** Past the end of the line. */
function findLineEnd(text: string, place: number): number {
  const end = text.indexOf('\n', place)
  return end < 0 ? text.length : end + 1
}

function skip(expression: RegExp, text: string, place: number): number {
  expression.lastIndex = place
  return place + (expression.exec(text)?.[0].length ?? 0)
}

/** Whether a document has nothing but white space beside these parts. */
function isBlankBeside(text: Uint8Array, parts: readonly ByteRange[]): boolean {
  let place = 0
  for (const { start, end } of [...parts, { start: text.length, end: text.length }]) {
    for (; place < start; place++) if ((text[place] as number) > 0x20) return false
    place = end
  }
  return true
}

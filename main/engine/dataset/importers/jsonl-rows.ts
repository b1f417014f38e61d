import { isUtf8 } from 'node:buffer'
import { formatCount } from '#contracts/format-quantity'
import type { DecodeOptions, RejectedRow, Row } from './importer.ts'
import { isNestedDeeper, maxNesting, tooDeep } from './is-nested-deeper.ts'
import type { Lines } from './line-portions.ts'
import { describeMissing, findTextColumn, rejectLong } from './make-row.ts'
import { readFields } from './row-fields.ts'

const lineEnd = 0x0a
/** UTF-8's byte order mark, which some programs put before the first line. */
const mark = Buffer.from([0xef, 0xbb, 0xbf])

/** The object of a line, which the line is called by where it becomes no document. */
export interface JsonValues {
  ordinal: number
  subject: string
  values: Record<string, unknown>
}

/** The rows of some lines of JSON. */
export function* readJsonRows(
  lines: Lines,
  { name, mapping, maxTextBytes }: { name: string } & Pick<DecodeOptions<unknown>, 'mapping' | 'maxTextBytes'>,
): Generator<Row | RejectedRow> {
  for (const line of readJsonValues(lines, name)) {
    if ('outcome' in line) {
      yield line
      continue
    }
    const { ordinal, subject, values } = line
    const { text, ...fields } = readFields(values, mapping)
    if (typeof text !== 'string') {
      yield { subject, reason: describeMissing(values, findTextColumn(mapping)), outcome: 'failed' }
      continue
    }
    const content = Buffer.from(text)
    yield content.length > maxTextBytes
      ? rejectLong(subject, content.length, maxTextBytes)
      : { ...fields, ordinal, text: content }
  }
}

/** The objects of some lines of JSON, one each. Blank lines hold none. `name` is that of the file. */
export function* readJsonValues({ bytes, firstLine, areItems }: Lines, name: string): Generator<JsonValues | RejectedRow> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  // One look at all of them is quicker than one at each.
  const isValid = isUtf8(buffer)
  let ordinal = firstLine
  for (let start = 0; start < buffer.length; ordinal++) {
    if (buffer[start] === lineEnd) {
      start++
      continue
    }
    const found = buffer.indexOf(lineEnd, start)
    const end = found === -1 ? buffer.length : found
    const skipped = ordinal === 0 && buffer.subarray(0, 3).equals(mark) ? 3 : 0
    const line = buffer.subarray(start + skipped, end)
    start = end + 1
    if (isBlank(line)) continue
    const subject = nameLine(name, ordinal, areItems)
    const values = !isValid && !isUtf8(line) ? 'It is not valid UTF-8.' : parse(line.toString('utf8'))
    yield typeof values === 'string' ? { subject, reason: values, outcome: 'failed' } : { ordinal, subject, values }
  }
}

/** As editors count lines: from 1. */
export function nameLine(file: string, line: number, isItem = false): string {
  return `${file}, ${isItem ? 'item' : 'line'} ${formatCount(line + 1)}`
}

function isBlank(line: Buffer): boolean {
  for (const byte of line) if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false
  return true
}

/** The object of a line, or a sentence that says what is wrong with it. */
function parse(line: string): Record<string, unknown> | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return `It is not valid JSON: ${describeSyntax(error)}.`
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'It is not a JSON object.'
  if (isNestedDeeper(value, maxNesting)) return tooDeep
  return value as Record<string, unknown>
}

/** The engine's words, without what they quote of the line, which may be long. */
function describeSyntax(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const position = /at position (\d+)/.exec(message)?.[1]
  return position === undefined ? 'it ends too early' : `unexpected character at position ${formatCount(Number(position) + 1)}`
}

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

/** The rows of some lines of JSON: one object each. Blank lines are no rows. */
export function* readJsonRows(
  { bytes, firstLine, areItems }: Lines,
  { name, mapping, maxTextBytes }: { name: string } & Pick<DecodeOptions<unknown>, 'mapping' | 'maxTextBytes'>,
): Generator<Row | RejectedRow> {
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
    const failed = (reason: string): RejectedRow => ({ subject: nameLine(name, ordinal, areItems), reason, outcome: 'failed' })
    if (!isValid && !isUtf8(line)) {
      yield failed('It is not valid UTF-8.')
      continue
    }
    const values = parse(line.toString('utf8'))
    if (typeof values === 'string') {
      yield failed(values)
      continue
    }
    const { text, ...fields } = readFields(values, mapping)
    if (typeof text !== 'string') yield failed(describeMissing(values, findTextColumn(mapping)))
    else {
      const content = Buffer.from(text)
      yield content.length > maxTextBytes
        ? rejectLong(nameLine(name, ordinal, areItems), content.length, maxTextBytes)
        : { ...fields, ordinal, text: content }
    }
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

import { basename } from 'node:path'
import { z } from 'zod'
import { formatBytes } from '#contracts/format-quantity'
import type { InputLocation } from '#contracts/imports'
import { toFileError } from '../../platform/file-error.ts'
import { findFileSize } from '../../platform/regular-file.ts'
import { DecompressionError, describeReadAgain, findCompression, readDecompressed } from './decompress.ts'
import type { Importer, Portion, ReadOptions } from './importer.ts'
import { isJsonArray, toItemLines } from './json-array-lines.ts'
import { inspectJsonLines } from './jsonl-inspection.ts'
import { nameLine, readJsonRows } from './jsonl-rows.ts'
import { type LineCursor, type LineLimits, type Lines, splitLines } from './line-portions.ts'
import { locateFile } from './locate-file.ts'
import { rejectLong } from './make-row.ts'

const location = z.object({ path: z.string() })
type JsonlLocation = z.infer<typeof location>

const lineCursor = z.object({ line: z.number(), offset: z.number() })

/** How much of a file one thread is given at a time. */
export interface PortionSize {
  portionBytes: number
  portionLines: number
}

/** Of lines with a text in each. */
const usualSize: PortionSize = { portionBytes: 2 * 1024 * 1024, portionLines: 2048 }
/** JSON spells a byte with up to six, and a row has more than its text. The rest of a text this long is never held. */
const lineBytesPerTextByte = 6
const otherColumnsBytes = 4 * 1024 * 1024
/** A line may not be longer than what JavaScript can hold as one string. */
const longestLineBytes = 400 * 1024 * 1024
/** Compressed data that goes on for so long without a line end is made to fill a disk. */
const bombBytes = 4 * 1024 ** 3

/** JSON Lines, or one list in JSON, plain or compressed with gzip or Zstandard, whatever the name says. */
export const jsonlImporter = createJsonlImporter(usualSize)

export function createJsonlImporter(size: PortionSize): Importer<JsonlLocation, Lines> {
  return {
    kind: 'jsonl',
    unit: 'bytes',
    location,
    async locate({ path }: InputLocation) {
      const file = await locateFile(path, 'Importing the file')
      return { location: { path: file }, name: basename(file), repo: null, commit: null, licence: null }
    },
    inspect: inspectJsonLines,
    measure: ({ path }) => findFileSize(path),
    read: (source, options) => readPortions(source, { ...options, size }),
    decode: (lines, { location, mapping, maxTextBytes }) =>
      readJsonRows(lines, { name: basename(location.path), mapping, maxTextBytes }),
  }
}

/** Lines of a file, a few at a time, and what of it cannot be read. */
export async function* readPortions(
  { path }: JsonlLocation,
  { cursor, signal, maxTextBytes, note, size }: ReadOptions & { size: PortionSize },
): AsyncGenerator<Portion<Lines>, void, undefined> {
  const name = basename(path)
  let from: LineCursor = lineCursor.safeParse(cursor).data ?? { line: 0, offset: 0 }
  let done = 0
  try {
    const compression = await findCompression(path)
    const onRead = (bytes: number) => {
      signal.throwIfAborted()
      done = bytes
    }
    if (compression !== 'none' && from.offset > 0) note?.(describeReadAgain(name, from.offset))
    const areItems = await isJsonArray(path, compression)
    const content = readDecompressed(path, { compression, start: from.offset, onRead })
    const lines = areItems ? toItemLines(content, { isWithin: from.offset > 0 }) : content
    const limits = limitLines(name, { size, maxTextBytes, areItems, isCompressed: compression !== 'none' })
    for await (const portion of splitLines(lines, { from, done: () => done, limits })) {
      from = lineCursor.parse(portion.cursor)
      yield areItems && portion.data ? { ...portion, data: { ...portion.data, areItems } } : portion
    }
  } catch (error) {
    if (!(error instanceof DecompressionError)) throw toFileError(error, path, 'Reading the file')
    const reason = `The file cannot be read on from here: ${error.message}. What came before is imported.`
    yield { data: null, rejected: [{ subject: nameLine(name, from.line), reason, outcome: 'failed' }], cursor: from, done }
  }
}

function limitLines(
  name: string,
  options: { size: PortionSize; maxTextBytes: number; areItems: boolean; isCompressed: boolean },
): LineLimits {
  const { size, maxTextBytes, areItems, isCompressed } = options
  return {
    ...size,
    maxLineBytes: Math.min(longestLineBytes, maxTextBytes * lineBytesPerTextByte + otherColumnsBytes),
    describeLong: (line, sizeBytes) => rejectLong(nameLine(name, line, areItems), sizeBytes, maxTextBytes),
    onLongLine(_line, sizeBytes) {
      if (isCompressed && sizeBytes > bombBytes) {
        throw new DecompressionError(`a line goes on for more than ${formatBytes(bombBytes)}`)
      }
    },
  }
}

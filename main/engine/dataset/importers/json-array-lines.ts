import { readDecompressed } from './decompress.ts'

type Content = AsyncIterable<Buffer>

const [lineEnd, blank, quote, backslash, comma] = [0x0a, 0x20, 0x22, 0x5c, 0x2c]
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Names that promise a row in each line, compressed or not. */
const namedLines = /\.(jsonl|ndjson)(\.\w+)?$/i

/**
 * Whether the content begins as a list in JSON does, whose items are the rows, and not with the first of many lines. Where the name promises lines,
 * only a list of objects is one: a line that is a list of something else is a row that is none.
 */
export async function isJsonArray(
  file: string,
  compression: Parameters<typeof readDecompressed>[1]['compression'],
): Promise<boolean> {
  let start = ''
  for await (const chunk of readDecompressed(file, { compression, start: 0, onRead: () => undefined })) {
    start += chunk
      .toString('latin1')
      .replace(/[\s\xef\xbb\xbf]+/g, '')
      .slice(0, 2)
    if (start.length >= 2) break
  }
  return namedLines.test(file) ? start.startsWith('[{') : start.startsWith('[')
}

/**
 * A list in JSON as lines, one for each item, byte by byte: what parts the items becomes a line end, and line ends within them become blanks. So
 * every item is where it was. What follows the list stays as it is.
 *
 * `isWithin` says that the content begins between two items.
 */
export async function* toItemLines(
  content: Content,
  { isWithin }: { isWithin: boolean },
): AsyncGenerator<Buffer, void, undefined> {
  const scan = createScan(isWithin ? 1 : 0)
  for await (const chunk of content) yield scan(chunk)
}

function createScan(startDepth: number): (chunk: Buffer) => Buffer {
  let depth = startDepth
  let isOver = false
  let isInString = false
  let isEscaped = false

  /** What stands in place of a byte outside of strings. */
  function replace(byte: number): number {
    if (byte === lineEnd) return blank
    if (byte === comma) return depth === 1 ? lineEnd : byte
    if (byte === quote) isInString = true
    else if (byte === openBracket || byte === openBrace) return depth++ === 0 ? blank : byte
    else if ((byte === closeBracket || byte === closeBrace) && --depth === 0) {
      isOver = true
      return lineEnd
    }
    return byte
  }

  return (chunk) => {
    if (isOver) return chunk
    const lines = Buffer.from(chunk)
    for (let at = 0; at < lines.length && !isOver; at++) {
      const byte = lines[at] as number
      if (!isInString) lines[at] = replace(byte)
      else if (isEscaped) isEscaped = false
      else if (byte === backslash) isEscaped = true
      else if (byte === quote) isInString = false
      else if (byte === lineEnd) lines[at] = blank
    }
    return lines
  }
}

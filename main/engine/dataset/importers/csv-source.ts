import { toFileError } from '../../platform/file-error.ts'
import { type Compression, DecompressionError, findCompression, readDecompressed } from './decompress.ts'

const newline = 0x0a
const headBytes = 256 * 1024
const chunkBytes = 1024 * 1024

/** A place in the content of a file: bytes and lines before it. */
export interface CsvPlace {
  offset: number
  line: number
}

/** The beginning of the content. */
export async function readCsvHead(file: string): Promise<{ start: Buffer; isWhole: boolean; warnings: string[] }> {
  const parts: Buffer[] = []
  let length = 0
  const take = (isWhole: boolean, ...warnings: string[]) => ({
    start: Buffer.concat(parts).subarray(0, headBytes),
    isWhole,
    warnings,
  })
  try {
    const compression = await findCompression(file)
    for await (const chunk of readDecompressed(file, { compression, start: 0, onRead: () => undefined })) {
      parts.push(chunk)
      length += chunk.length
      if (length > headBytes) return take(false)
    }
    return take(true)
  } catch (error) {
    if (!(error instanceof DecompressionError)) throw toFileError(error, file, 'Reading the file')
    return take(false, `The file cannot be read to its end: ${error.message}.`)
  }
}

/** The content of a file, whatever it is compressed with. */
export interface CsvSource {
  isCompressed: boolean
  /** Bytes of the file that lie behind a place of its content, as far as it was read. */
  done(offset: number): number
  /** The content from a place on, in large chunks; empty ones while it passes over what comes before. */
  readChunks(offset: number): AsyncGenerator<Buffer>
}

export async function openCsvSource(file: string, signal: AbortSignal): Promise<CsvSource> {
  const compression: Compression = await findCompression(file)
  let readBytes = 0
  const onRead = (bytes: number) => {
    signal.throwIfAborted()
    readBytes = bytes
  }
  return {
    isCompressed: compression !== 'none',
    done: (offset) => (compression === 'none' ? offset : readBytes),
    readChunks: (offset) => joinChunks(readDecompressed(file, { compression, start: offset, onRead })),
  }
}

/** A chunk becomes a portion, for which a few kilobytes are too little. */
async function* joinChunks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of chunks) {
      if (chunk.length === 0) yield chunk
      parts.push(chunk)
      length += chunk.length
      if (length < chunkBytes) continue
      yield Buffer.concat(parts)
      parts = []
      length = 0
    }
  } catch (error) {
    if (error instanceof DecompressionError && length > 0) yield Buffer.concat(parts)
    throw error
  }
  if (length > 0) yield Buffer.concat(parts)
}

/** The line after the one at `place`, or null when that is the last. */
export async function findNextLine(source: CsvSource, place: CsvPlace): Promise<CsvPlace | null> {
  let offset = place.offset
  for await (const chunk of source.readChunks(offset)) {
    const found = chunk.indexOf(newline)
    if (found !== -1) return { offset: offset + found + 1, line: place.line + 1 }
    offset += chunk.length
  }
  return null
}

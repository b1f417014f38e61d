import { createReadStream } from 'node:fs'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip, createZstdDecompress } from 'node:zlib'
import { formatBytes } from '#contracts/format-quantity'
import { systemPath } from '../../platform/byte-path.ts'
import { openRegularFile } from '../../platform/regular-file.ts'
import { FrameError, type FramePart, splitFrames } from './zstd-frames.ts'

export type Compression = 'none' | 'gzip' | 'zstd'

/** Compressed data that is damaged or cut off. What could be read came before. */
export class DecompressionError extends Error {}

const readBytes = 256 * 1024
/** Larger windows than this, which only `--long` makes, would take that much memory. */
const maxWindowLog = 27

/** What a file is compressed with, by its first bytes. */
export async function findCompression(file: string): Promise<Compression> {
  const { handle } = await openRegularFile(file)
  try {
    const start = Buffer.alloc(4)
    const { bytesRead } = await handle.read(start, 0, 4, 0)
    if (bytesRead >= 2 && start[0] === 0x1f && start[1] === 0x8b) return 'gzip'
    const magic = bytesRead === 4 ? start.readUInt32LE(0) : 0
    return magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50 ? 'zstd' : 'none'
  } finally {
    await handle.close()
  }
}

/** While it passes over what comes before the start, a sign of life comes after so much. */
const passedBytes = 4 * 1024 * 1024

/**
 * The content of a file from `start` on, decompressed as it is read, in memory that does not grow with it. `onRead` hears how many bytes of the
 * file itself were read. What is compressed can only be read from its beginning: until `start` is reached, an empty chunk comes now and then.
 * Fails with `DecompressionError` after what could be read.
 */
export async function* readDecompressed(
  file: string,
  options: { compression: Compression; start: number; onRead: (bytes: number) => void },
): AsyncGenerator<Buffer, void, undefined> {
  const { compression, start } = options
  const chunks = readFile(file, { ...options, start: compression === 'none' ? start : 0 })
  if (compression === 'none') return yield* chunks
  const content =
    compression === 'gzip' ? inflate(chunks, createGunzip({ chunkSize: readBytes })) : inflateFrames(splitFrames(chunks))
  let left = start
  let passed = 0
  for await (const chunk of content) {
    if (left >= chunk.length) {
      left -= chunk.length
      passed += chunk.length
      if (passed < passedBytes) continue
      passed = 0
      yield chunk.subarray(chunk.length)
    } else {
      yield left === 0 ? chunk : chunk.subarray(left)
      left = 0
    }
  }
}

/** Why nothing new comes for a while. */
export function describeReadAgain(name: string, offset: number): string {
  return `${name} is compressed and can only be read from its beginning: its first ${formatBytes(offset)}, which are imported, are passed over.`
}

async function* readFile(
  file: string,
  { start, onRead }: { start: number; onRead: (bytes: number) => void },
): AsyncGenerator<Buffer, void, undefined> {
  let count = start
  for await (const chunk of createReadStream(systemPath(file), { highWaterMark: readBytes, start })) {
    count += chunk.length
    onRead(count)
    yield chunk
  }
}

async function* inflateFrames(parts: AsyncGenerator<FramePart, void, undefined>): AsyncGenerator<Buffer, void, undefined> {
  try {
    for (let first = await parts.next(); !first.done; first = await parts.next()) {
      const params = { [constants.ZSTD_d_windowLogMax]: maxWindowLog }
      yield* inflate(takeFrame(first.value, parts), createZstdDecompress({ chunkSize: readBytes, params }))
    }
  } catch (error) {
    if (error instanceof FrameError) throw new DecompressionError(error.message, { cause: error })
    throw error
  } finally {
    await parts.return()
  }
}

async function* takeFrame(first: FramePart, parts: AsyncGenerator<FramePart, void, undefined>): AsyncGenerator<Uint8Array> {
  yield first.bytes
  for (let part = first; !part.endsFrame; ) {
    const next = await findNext(parts)
    if (!next) return
    part = next
    yield part.bytes
  }
}

/** Null at the end, and where a frame is cut off: the decompressor gives what there is of it, and then says so itself. */
async function findNext(parts: AsyncGenerator<FramePart, void, undefined>): Promise<FramePart | null> {
  try {
    const next = await parts.next()
    return next.done ? null : next.value
  } catch (error) {
    if (error instanceof FrameError) return null
    throw error
  }
}

async function* inflate(source: AsyncIterable<Uint8Array>, stream: Transform): AsyncGenerator<Buffer, void, undefined> {
  const feeding = pipeline(Readable.from(source, { objectMode: false, highWaterMark: readBytes }), stream)
  // Awaited below; until then a failure must not count as unhandled.
  feeding.catch(() => undefined)
  try {
    for await (const chunk of stream) yield chunk
    await feeding
  } catch (error) {
    throw isDecompressionFailure(error) ? new DecompressionError(describe(error), { cause: error }) : error
  }
}

function isDecompressionFailure(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(?:Z_|ZSTD_)/.test(error.code)
}

function describe({ code }: { code: string }): string {
  if (code === 'Z_BUF_ERROR') return 'it is cut off'
  if (code === 'Z_MEM_ERROR' || /memory|window/i.test(code)) return 'its window is larger than 128 MB'
  return `its compressed data is damaged (${code})`
}

/** A part of a Zstandard stream. What lies between frames, and frames that hold no data, are left out. */
export interface FramePart {
  bytes: Uint8Array
  endsFrame: boolean
}

/** What a stream is instead of frames, or that it ends within one. */
export class FrameError extends Error {}

const frameMagic = 0xfd2fb528
const skippableMagic = 0x184d2a50

/** How many bytes come next, whether they belong to the frame's data, and what is after them; null where a header is still cut off. */
type Step = { length: number; isData: boolean; next: 'frame' | 'block' | 'end'; hasChecksum: boolean } | null

/**
 * Finds where the frames of a Zstandard stream end (RFC 8878, section 3.1): node:zlib stops without a word after the first, and tools that
 * compress in several threads, or append, write many.
 */
export async function* splitFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FramePart, void, undefined> {
  let header = Buffer.alloc(0)
  let state: { at: 'frame' | 'block'; hasChecksum: boolean } = { at: 'frame', hasChecksum: false }
  let left: { length: number; isData: boolean; isEnd: boolean } | null = null
  for await (const chunk of chunks) {
    let rest = Buffer.concat([header, chunk])
    header = Buffer.alloc(0)
    while (rest.length > 0) {
      if (left === null) {
        const step = state.at === 'frame' ? readFrameHeader(rest) : readBlockHeader(rest, state.hasChecksum)
        if (step === null) {
          header = rest
          break
        }
        left = { length: step.length, isData: step.isData, isEnd: step.next !== 'block' }
        state = { at: step.next === 'block' ? 'block' : 'frame', hasChecksum: step.hasChecksum }
      }
      const bytes = rest.subarray(0, left.length)
      rest = rest.subarray(bytes.length)
      left.length -= bytes.length
      const isDone = left.length === 0
      if (left.isData) yield { bytes, endsFrame: isDone && left.isEnd }
      if (isDone) left = null
    }
  }
  if (header.length > 0 || left !== null || state.at === 'block') throw new FrameError('it is cut off')
}

function readFrameHeader(bytes: Buffer): Step {
  if (bytes.length < 4) return null
  const magic = bytes.readUInt32LE(0)
  if ((magic & 0xfffffff0) >>> 0 === skippableMagic) {
    if (bytes.length < 8) return null
    return { length: 8 + bytes.readUInt32LE(4), isData: false, next: 'frame', hasChecksum: false }
  }
  if (magic !== frameMagic) throw new FrameError('what follows is no Zstandard data')
  if (bytes.length < 5) return null
  const descriptor = bytes[4] ?? 0
  const isSingleSegment = (descriptor & 0x20) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  return {
    length: 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes,
    isData: true,
    next: 'block',
    hasChecksum: (descriptor & 4) !== 0,
  }
}

function readBlockHeader(bytes: Buffer, hasChecksum: boolean): Step {
  if (bytes.length < 3) return null
  const value = bytes.readUIntLE(0, 3)
  const isLast = (value & 1) === 1
  // Of a block of one repeated byte only that byte is there.
  const contentBytes = ((value >> 1) & 3) === 1 ? 1 : value >> 3
  return {
    length: 3 + contentBytes + (isLast && hasChecksum ? 4 : 0),
    isData: true,
    next: isLast ? 'end' : 'block',
    hasChecksum,
  }
}

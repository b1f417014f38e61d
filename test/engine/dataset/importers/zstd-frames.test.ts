import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameError, splitFrames } from '#engine/dataset/importers/zstd-frames'

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function listFrames(bytes: Buffer, size: number): Promise<Buffer[]> {
  const frames: Buffer[] = []
  let parts: Uint8Array[] = []
  for await (const { bytes: part, endsFrame } of splitFrames(inChunks(bytes, size))) {
    parts.push(part)
    if (!endsFrame) continue
    frames.push(Buffer.concat(parts))
    parts = []
  }
  return frames
}

const text = fc.oneof(
  fc.string({ maxLength: 50 }),
  fc.integer({ min: 0, max: 400_000 }).map((length) => 'ab'.repeat(length)),
  fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes).toString('hex')),
)

test('frames of any content, in chunks of any size, are found whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 5 }), fc.integer({ min: 1, max: 5000 }), async (texts, size) => {
      const whole = Buffer.concat(texts.map((each) => zstdCompressSync(each)))
      const frames = await listFrames(whole, size)
      expect(frames.map((frame) => zstdDecompressSync(frame).toString())).toEqual(texts)
    }),
    { numRuns: 40 },
  )
})

test('a stream that ends within a frame, or holds something else, fails', async () => {
  const frame = zstdCompressSync('some text')
  for (let length = 1; length < frame.length; length++) {
    await expect(listFrames(frame.subarray(0, length), 4)).rejects.toThrow(FrameError)
  }
  await expect(listFrames(Buffer.concat([frame, Buffer.from('no frame')]), 100)).rejects.toThrow('no Zstandard data')
})

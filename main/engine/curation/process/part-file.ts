import { open, readFile, rename } from 'node:fs/promises'
import type { CorpusPart } from '../steps/step.ts'

/** Ends of what is being written: a file without one is whole. */
const unfinished = '.new'

/** Writes what `map` made of a batch: how many documents, their ids, and the bytes. On disk when it resolves. */
export async function writePart(file: string, { ids, bytes }: CorpusPart): Promise<void> {
  await writeWhole(file, [Uint32Array.of(ids.length), ids, bytes])
}

export async function readPart(file: string): Promise<CorpusPart> {
  const content = await readFile(file)
  const count = content.length < 4 ? 0 : content.readUInt32LE(0)
  const end = 4 + 4 * count
  if (content.length < end) throw new Error(`${file} is cut off.`)
  // Copied: the array of ids must begin at a multiple of four.
  return { ids: new Uint32Array(new Uint8Array(content.subarray(4, end)).buffer), bytes: content.subarray(end) }
}

/** The ids alone. */
export async function readPartIds(file: string): Promise<Uint32Array> {
  await using handle = await open(file)
  const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
  const bytes = new Uint8Array(4 * buffer.readUInt32LE(0))
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, 4)
  if (bytesRead < bytes.length) throw new Error(`${file} is cut off.`)
  return new Uint32Array(bytes.buffer)
}

/** Writes arrays one after the other, as they lie in memory: little-endian on every system that the program runs on. */
export async function writeWhole(file: string, arrays: readonly ArrayBufferView[]): Promise<void> {
  {
    await using handle = await open(file + unfinished, 'w')
    for (const array of arrays) {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
      // Of more than 2 GiB at once some systems write only a part.
      for (let start = 0; start < bytes.length; start += maxWriteBytes) {
        await handle.writeFile(bytes.subarray(start, start + maxWriteBytes))
      }
    }
    // The database must not speak of a file that a failure of power takes back.
    await handle.datasync()
  }
  await rename(file + unfinished, file)
}

const maxWriteBytes = 1 << 28

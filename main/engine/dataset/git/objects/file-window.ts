import { readSync } from 'node:fs'

/** What is read at once. Objects that are asked for one after the other mostly lie beside each other. */
const blockBytes = 64 * 1024
const maxBlocks = 64

/** A file that is read in small pieces here and there: blocks of it are kept, at most 4 MiB, so that few pieces are asked of the system. */
export interface FileWindow {
  /** Fewer bytes at the end of the file. Not to be written to. */
  read(position: number, length: number): Buffer
}

/** `descriptor` is open for reading as long as the window is used. */
export function createFileWindow(descriptor: number): FileWindow {
  const blocks = new Map<number, Buffer>()

  function readPart(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length)
    let filled = 0
    while (filled < length) {
      const count = readSync(descriptor, bytes, filled, length - filled, position + filled)
      if (count === 0) break
      filled += count
    }
    return bytes.subarray(0, filled)
  }

  function getBlock(number: number): Buffer {
    const known = blocks.get(number)
    const block = known ?? readPart(number * blockBytes, blockBytes)
    // The one that was used longest ago is the first.
    blocks.delete(number)
    blocks.set(number, block)
    const [oldest] = blocks.keys()
    if (blocks.size > maxBlocks && oldest !== undefined) blocks.delete(oldest)
    return block
  }

  return {
    read(position, length) {
      const first = Math.floor(position / blockBytes)
      const last = Math.floor((position + length - 1) / blockBytes)
      const start = position - first * blockBytes
      if (last <= first) return getBlock(first).subarray(start, start + length)
      // What is longer than a few blocks would take the place of all others.
      if (last > first + 1) return readPart(position, length)
      return Buffer.concat([getBlock(first).subarray(start), getBlock(last)]).subarray(0, length)
    },
  }
}

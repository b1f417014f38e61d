import { closeSync, fstatSync, openSync } from 'node:fs'
import { systemPath } from '../../../platform/byte-path.ts'
import { createFileWindow } from './file-window.ts'
import { GitObjectError } from './git-object.ts'

/** Where the objects of a pack are. https://git-scm.com/docs/pack-format#_version_2_pack_idx_files_support_packs_larger_than_4_gib_and */
export interface PackIndex {
  /** The place of an object in the pack, or null when it is not in it. */
  find(id: Buffer): number | null
  close(): void
}

const magic = 0xff744f63
const fanoutAt = 8
const namesAt = fanoutAt + 256 * 4

/** Reads no more than the looked-up entries: the index of a large repository has hundreds of megabytes. */
export function openPackIndex(file: string, hashBytes: number): PackIndex {
  const descriptor = openSync(systemPath(file), 'r')
  try {
    const window = createFileWindow(descriptor)
    const read = (position: number, length: number): Buffer => {
      const bytes = window.read(position, length)
      if (bytes.length < length) throw new GitObjectError('The index of a pack is cut off.')
      return bytes
    }
    // A copy, which needs no block to be kept.
    const head = Buffer.from(read(0, namesAt))
    if (head.readUInt32BE(0) !== magic || head.readUInt32BE(4) !== 2)
      throw new GitObjectError(`${file} is no index of version 2.`)
    const count = head.readUInt32BE(fanoutAt + 255 * 4)
    const offsetsAt = namesAt + count * (hashBytes + 4)
    const largeAt = offsetsAt + count * 4
    if (largeAt + 2 * hashBytes > fstatSync(descriptor).size) throw new GitObjectError(`${file} is cut off.`)
    const offsetOf = (place: number): number => {
      const offset = read(offsetsAt + place * 4, 4).readUInt32BE()
      if (offset < 0x80000000) return offset
      return Number(read(largeAt + (offset - 0x80000000) * 8, 8).readBigUInt64BE())
    }
    return {
      find(id) {
        const first = id[0] as number
        let low = first === 0 ? 0 : head.readUInt32BE(fanoutAt + (first - 1) * 4)
        for (let high = head.readUInt32BE(fanoutAt + first * 4); low < high; ) {
          const middle = (low + high) >>> 1
          const order = id.compare(read(namesAt + middle * hashBytes, hashBytes))
          if (order === 0) return offsetOf(middle)
          if (order < 0) high = middle
          else low = middle + 1
        }
        return null
      },
      close: () => closeSync(descriptor),
    }
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

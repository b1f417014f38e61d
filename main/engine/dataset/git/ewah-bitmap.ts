import { GitIndexError } from './git-index-error.ts'

/** A bitmap in a file of git, compressed as EWAH: 64-bit words, each marker saying how many equal words and how many others follow. */
export interface EwahBitmap {
  /** The places of the bits that are set, ascending. Throws `GitIndexError` for one that is not below `count`. */
  places(count: number): Generator<number, void, undefined>
  /** Where in the file it ends. */
  end: number
}

const headBytes = 8
const tailBytes = 4

/** Reads a bitmap. https://git-scm.com/docs/bitmap-format#_appendix_a_serialization_format_for_an_ewah_bitmap */
export function readEwahBitmap(bytes: Buffer, start: number): EwahBitmap {
  const wordsAt = start + headBytes
  if (wordsAt > bytes.length) throw new GitIndexError('It is cut off.')
  const wordCount = bytes.readUInt32BE(start + 4)
  const wordsEnd = wordsAt + wordCount * 8
  if (wordsEnd + tailBytes > bytes.length) throw new GitIndexError('It is cut off.')
  const words = bytes.subarray(wordsAt, wordsEnd)
  return { places: (count) => listPlaces(words, count), end: wordsEnd + tailBytes }
}

function* listPlaces(words: Buffer, count: number): Generator<number, void, undefined> {
  let place = 0
  for (let offset = 0; offset + 8 <= words.length; ) {
    const marker = words.readBigUInt64BE(offset)
    offset += 8
    const equalBits = Number((marker >> 1n) & 0xffff_ffffn) * 64
    // Places are asked for one by one, so a run that is longer than any index is met by the check and not by its length.
    if (marker & 1n) for (let bit = 0; bit < equalBits; bit++) yield checked(place + bit, count)
    place += equalBits
    for (let left = marker >> 33n; left > 0n; left--, offset += 8, place += 64) {
      if (offset + 8 > words.length) throw new GitIndexError('A bitmap in it is cut off.')
      // The lower half of a word comes after the upper one.
      yield* placesOfHalf(words.readUInt32BE(offset + 4), place, count)
      yield* placesOfHalf(words.readUInt32BE(offset), place + 32, count)
    }
  }
}

function* placesOfHalf(half: number, first: number, count: number): Generator<number, void, undefined> {
  for (let bits = half; bits !== 0; bits &= bits - 1) yield checked(first + 31 - Math.clz32(bits & -bits), count)
}

function checked(place: number, count: number): number {
  if (place < count) return place
  throw new GitIndexError(`It speaks of the entry ${place} of a shared index that has ${count}.`)
}

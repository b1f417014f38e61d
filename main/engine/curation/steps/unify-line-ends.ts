import type { DocumentBatch } from '#native'

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** The batch with every `\r\n` and every other `\r` as `\n`: the batch itself where there is none. */
export function unifyLineEnds({ bytes, offsets }: DocumentBatch): DocumentBatch {
  if (!bytes.includes(carriageReturn)) return { bytes, offsets }
  const unified = new Uint8Array(bytes.length)
  const ends = new Float64Array(offsets.length)
  let length = 0
  for (let document = 0; document + 1 < offsets.length; document++) {
    const end = offsets[document + 1] as number
    for (let place = offsets[document] as number; place < end; place++) {
      const byte = bytes[place] as number
      if (byte !== carriageReturn) unified[length++] = byte
      // The line feed of a pair is written when its turn comes; one of the next document is not of this pair.
      else if (place + 1 === end || bytes[place + 1] !== lineFeed) unified[length++] = lineFeed
    }
    ends[document + 1] = length
  }
  return { bytes: unified.subarray(0, length), offsets: ends }
}

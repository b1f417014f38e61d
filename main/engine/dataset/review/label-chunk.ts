import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Documents of one chunk of labels. */
export const chunkLength = 65_536

/** The labels of some documents in a row, one entry each. */
export interface LabelEntries {
  /** 0 none, else the place in `labelVerdict.options` plus 1. */
  verdicts: Uint8Array
  /** Which `label_origin` says when and under which recipe; 0 none. */
  origins: Uint32Array
}

/** New labels for some documents of a chunk. */
export interface LabelPatch extends LabelEntries {
  /** Which documents of the chunk, in ascending order. */
  places: Uint16Array
}

const entryBytes = 5
const patchBytes = 7

/** The labels of a chunk as they are stored: the verdicts and then the origins, compressed. Little-endian as signals are. */
export function packChunk({ verdicts, origins }: LabelEntries): Buffer {
  return zstdCompressSync(Buffer.concat([verdicts, asBytes(origins)]))
}

/** Fails when it is not what `packChunk` gave. */
export function unpackChunk(zstd: Uint8Array): LabelEntries {
  const bytes = unpack(zstd)
  if (bytes.length !== chunkLength * entryBytes) throw new RangeError(`a chunk of labels has ${bytes.length} bytes`)
  return { verdicts: bytes.subarray(0, chunkLength), origins: new Uint32Array(bytes.buffer, chunkLength, chunkLength) }
}

/**
 * A patch as it is stored: origins, places and verdicts, compressed; the widest first, so that each begins where its numbers may. Of the
 * places the distances are stored, which are alike where documents in a row are labelled.
 */
export function packPatch({ places, verdicts, origins }: LabelPatch): Buffer {
  const distances = places.map((place, index) => place - (places[index - 1] ?? 0))
  return zstdCompressSync(Buffer.concat([asBytes(origins), asBytes(distances), verdicts]))
}

export function unpackPatch(zstd: Uint8Array): LabelPatch {
  const bytes = unpack(zstd)
  const length = bytes.length / patchBytes
  const places = new Uint16Array(bytes.buffer, length * 4, length)
  for (let index = 1; index < length; index++) places[index] = (places[index] as number) + (places[index - 1] as number)
  return { origins: new Uint32Array(bytes.buffer, 0, length), places, verdicts: bytes.subarray(length * 6) }
}

/** Changes the entries in place. @returns the patch that takes it back. */
export function applyPatch(entries: LabelEntries, patch: LabelPatch): LabelPatch {
  const { places } = patch
  const inverse = { places, verdicts: new Uint8Array(places.length), origins: new Uint32Array(places.length) }
  for (let index = 0; index < places.length; index++) {
    const place = places[index] as number
    inverse.verdicts[index] = entries.verdicts[place] as number
    inverse.origins[index] = entries.origins[place] as number
    entries.verdicts[place] = patch.verdicts[index] as number
    entries.origins[place] = patch.origins[index] as number
  }
  return inverse
}

/** Of its own buffer, from its start on: wider numbers than bytes begin only at some places. */
function unpack(zstd: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zstdDecompressSync(zstd))
}

function asBytes({ buffer, byteOffset, byteLength }: Uint32Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

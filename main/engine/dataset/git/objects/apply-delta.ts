import { GitObjectError, maxUnpackedBytes } from './git-object.ts'

/**
 * What a delta makes of its base: parts of the base, and bytes of its own. https://git-scm.com/docs/pack-format#_deltified_representation
 */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  const baseSize = readSize(delta, 0)
  const size = readSize(delta, baseSize.end)
  if (baseSize.value !== base.length) throw new GitObjectError('A delta has another base than it says.')
  if (size.value > maxUnpackedBytes) throw new GitObjectError('An object is too large to be unpacked.')
  const result = Buffer.allocUnsafe(size.value)
  let filled = 0
  for (let at = size.end; at < delta.length; ) {
    const instruction = delta[at++] as number
    if (instruction & 0x80) {
      let offset = 0
      let length = 0
      for (let bit = 0; bit < 4; bit++) if (instruction & (1 << bit)) offset += (delta[at++] ?? 0) * 2 ** (8 * bit)
      for (let bit = 0; bit < 3; bit++) if (instruction & (0x10 << bit)) length |= (delta[at++] ?? 0) << (8 * bit)
      if (length === 0) length = 0x10000
      if (offset + length > base.length || filled + length > result.length) throw new GitObjectError('A delta is damaged.')
      base.copy(result, filled, offset, offset + length)
      filled += length
    } else {
      if (instruction === 0 || at + instruction > delta.length || filled + instruction > result.length)
        throw new GitObjectError('A delta is damaged.')
      delta.copy(result, filled, at, at + instruction)
      at += instruction
      filled += instruction
    }
  }
  if (filled !== result.length) throw new GitObjectError('A delta is cut off.')
  return result
}

/** How large the result of a delta is. */
export function readResultSize(delta: Buffer): number {
  return readSize(delta, readSize(delta, 0).end).value
}

/** Seven bits a byte, the lowest first. */
function readSize(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0
  let end = start
  let byte = 0x80
  for (let shift = 0; byte & 0x80; shift += 7) {
    if (end >= bytes.length || shift > 49) throw new GitObjectError('A delta is damaged.')
    byte = bytes[end++] as number
    value += (byte & 0x7f) * 2 ** shift
  }
  return { value, end }
}

/** The estimate that native/text/statistics/compression.h states, in bytes. */
export function estimateCompressedSize(bytes: Uint8Array): number {
  if (bytes.length === 0) return 0
  const { literals, matchQuarterBits } = parse(bytes)
  const literalBits = Math.floor((8 * 65_536 + measureEntropy(bytes)) / 2)
  const bits = (literals * literalBits + matchQuarterBits * 16_384) / 65_536
  return Math.min(bytes.length, (bits + 300) / 8)
}

function parse(bytes: Uint8Array): { literals: number; matchQuarterBits: number } {
  const hashBits = Math.max(8, Math.min(13, Math.ceil(Math.log2(2 * bytes.length)) - 1))
  const step = bytes.length < 2048 ? 2 : 4
  const lastPlaces = new Map<number, number>()
  let [literals, matchQuarterBits, literalStart, place] = [0, 0, 0, 0]
  while (place + 8 <= bytes.length) {
    const hash = hashFour(bytes, place, hashBits)
    const earlier = lastPlaces.get(hash) ?? 0
    lastPlaces.set(hash, place)
    if (place === earlier || place - earlier > 32_768 || countSame(bytes, earlier, place, 4) < 4) {
      for (let next = 1; next < step; next++) lastPlaces.set(hashFour(bytes, place + next, hashBits), place + next)
      place += step + ((place - literalStart) >> 6)
      continue
    }
    const length = countSame(bytes, earlier, place, Number.POSITIVE_INFINITY)
    literals += place - literalStart
    matchQuarterBits += 8 + 3 * floorLog2(place - earlier) + 8 * floorLog2(length)
    place += length
    literalStart = place
  }
  return { literals: literals + bytes.length - literalStart, matchQuarterBits }
}

function hashFour(bytes: Uint8Array, place: number, hashBits: number): number {
  let value = 0
  for (let index = 3; index >= 0; index--) value = (value << 8) | (bytes[place + index] ?? 0)
  return Math.imul(value, 0x9e3779b1) >>> (32 - hashBits)
}

function countSame(bytes: Uint8Array, earlier: number, place: number, limit: number): number {
  let length = 0
  while (length < limit && place + length < bytes.length && bytes[earlier + length] === bytes[place + length]) length++
  return length
}

/** The mean entropy of a sampled byte in 2^-16 bits, rounded down. */
function measureEntropy(bytes: Uint8Array): number {
  const stride = Math.max(1, Math.floor(bytes.length / 512))
  const count = Math.floor(bytes.length / stride)
  const occurrences = new Map<number, number>()
  for (let index = 0; index < count; index++) {
    const shift = Math.floor(((Math.imul(index, 0x9e3779b1) >>> 0) * stride) / 2 ** 32)
    const byte = bytes[index * stride + shift] ?? 0
    occurrences.set(byte, (occurrences.get(byte) ?? 0) + 1)
  }
  let total = 0
  for (const times of occurrences.values()) total += times * (fixedLog2(count) - fixedLog2(times))
  // After Miller and Madow: each value among the samples makes up for 1 / (2 ln 2) bits over their number.
  return Math.min(8 * 65_536, Math.floor((total + (occurrences.size - 1) * 47_274) / count))
}

/** In 16 binary places, rounded down, by repeated squaring of a mantissa of 31 binary places. */
function fixedLog2(value: number): number {
  const whole = floorLog2(value)
  let mantissa = (BigInt(value) << 31n) >> BigInt(whole)
  let logarithm = whole
  for (let place = 0; place < 16; place++) {
    mantissa = (mantissa * mantissa) >> 31n
    const isTwo = mantissa >> 32n
    logarithm = logarithm * 2 + Number(isTwo)
    mantissa >>= isTwo
  }
  return logarithm
}

/** Of whole numbers below 2^31. */
function floorLog2(value: number): number {
  return 31 - Math.clz32(value)
}

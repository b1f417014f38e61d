/**
 * Ids of all documents in the order of their values, ascending, missing values last; equal values in the order of ids.
 *
 * Sorts keys and ids packed into one 64-bit integer each: a typed array of those sorts natively, without a comparison function.
 */
export function sortByValue(values: ArrayLike<number>): Uint32Array {
  const count = values.length
  const packed = new BigUint64Array(count)
  const words = new Uint32Array(packed.buffer)
  const float = new Float32Array(1)
  const bits = new Uint32Array(float.buffer)
  for (let id = 0; id < count; id++) {
    const value = values[id] as number
    // Adding 0 turns -0 into 0, which must not sort apart.
    float[0] = value + 0
    const raw = bits[0] as number
    // IEEE 754 sorts like an integer once negative numbers are inverted and positive ones get the sign bit.
    const key = Number.isNaN(value) ? 0xffffffff : raw & 0x80000000 ? ~raw >>> 0 : (raw | 0x80000000) >>> 0
    words[2 * id] = id
    words[2 * id + 1] = key
  }
  packed.sort()
  const order = new Uint32Array(count)
  for (let rank = 0; rank < count; rank++) order[rank] = words[2 * rank] as number
  return order
}

/** The order the other way round, with missing values still last, and equal values still in the order of ids. */
export function reverseOrder(ascending: Uint32Array, values: ArrayLike<number>): Uint32Array {
  const count = ascending.length
  const isEqual = (a: number, b: number) => values[ascending[a] as number] === values[ascending[b] as number]
  let present = count
  while (present > 0 && Number.isNaN(values[ascending[present - 1] as number])) present--
  const order = new Uint32Array(count)
  let written = 0
  for (let end = present; end > 0; ) {
    let start = end - 1
    while (start > 0 && isEqual(start - 1, end - 1)) start--
    order.set(ascending.subarray(start, end), written)
    written += end - start
    end = start
  }
  order.set(ascending.subarray(present), present)
  return order
}

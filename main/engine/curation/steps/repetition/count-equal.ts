/** How often each different number occurs, in no order. Takes 16 bytes for each number. */
export function countEqual(numbers: Uint32Array): Uint32Array {
  let size = 16
  while (size < numbers.length * 2) size *= 2
  const places = new Uint32Array(size)
  const keys = new Uint32Array(numbers.length)
  const counts = new Uint32Array(numbers.length)
  let distinct = 0
  for (const number of numbers) {
    let slot = mix(number) & (size - 1)
    while (places[slot] !== 0 && keys[(places[slot] as number) - 1] !== number) slot = (slot + 1) & (size - 1)
    if (places[slot] === 0) {
      keys[distinct++] = number
      places[slot] = distinct
    }
    const place = (places[slot] as number) - 1
    counts[place] = (counts[place] as number) + 1
  }
  return counts.subarray(0, distinct)
}

/** The finalizer of MurmurHash3. */
function mix(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

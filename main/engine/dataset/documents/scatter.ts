/** An even number from 0 to 1 for each id: the finaliser of MurmurHash3 (Appleby, 2011). A Float32 holds 24 of its bits. */
export function scatter(id: number, seed: number): number {
  let bits = id ^ Math.imul(seed + 1, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return ((bits ^ (bits >>> 16)) >>> 8) / 0x1000000
}

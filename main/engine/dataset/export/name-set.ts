import { createHash } from 'node:crypto'

/**
 * Which names are taken, as systems see them that do not tell capitals from small letters or one spelling of an accent from another.
 *
 * Of each name only a number is kept, so that ten million take 160 MB at most. Two names with the same number count as one, which
 * happens to one project in hundreds at that size, and costs a file a needless number.
 */
export interface NameSet {
  /** @returns whether it was free. */
  add(name: string): boolean
  has(name: string): boolean
}

export function createNameSet(): NameSet {
  let slots = new Float64Array(1024)
  let count = 0

  function findSlot(key: number): number {
    let slot = key % slots.length
    while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 1) % slots.length
    return slot
  }

  function grow(): void {
    const before = slots
    slots = new Float64Array(before.length * 2)
    for (const key of before) if (key !== 0) slots[findSlot(key)] = key
  }

  return {
    add(name) {
      const key = toKey(name)
      const slot = findSlot(key)
      if (slots[slot] === key) return false
      slots[slot] = key
      if (++count * 2 > slots.length) grow()
      return true
    },
    has(name) {
      const key = toKey(name)
      return slots[findSlot(key)] === key
    },
  }
}

/** 53 bits, all that a number holds exactly, and never 0, which marks a free slot. */
function toKey(name: string): number {
  const folded = name.normalize('NFC').toLowerCase()
  const digest = createHash('sha256').update(folded).digest()
  return digest.readUInt32BE(0) * 2 ** 21 + (digest.readUInt32BE(4) >>> 11) + 1
}

import { setImmediate } from 'node:timers/promises'
import type { ExportChoice } from '#contracts/exports'

/** Documents handled before other work gets its turn: about ten milliseconds. */
const sliceLength = 1 << 20

/**
 * The ids of an order that the recipe decides as wanted. `kept` is 1 for kept documents, by id, and null when all are kept. Ids that
 * came after it was taken are left out.
 */
export async function selectDocuments(
  order: Uint32Array,
  wanted: { which: ExportChoice; kept: Uint8Array | null; documentCount: number },
  signal: AbortSignal,
): Promise<Uint32Array> {
  const { which, kept, documentCount } = wanted
  const found = new Uint32Array(order.length)
  let length = 0
  for (let start = 0; start < order.length; start += sliceLength) {
    const end = Math.min(start + sliceLength, order.length)
    for (let position = start; position < end; position++) {
      const id = order[position] as number
      if (id >= documentCount) continue
      const isKept = kept === null || kept[id] === 1
      if (which === 'all' || isKept === (which === 'kept')) found[length++] = id
    }
    await setImmediate()
    signal.throwIfAborted()
  }
  return found.subarray(0, length)
}

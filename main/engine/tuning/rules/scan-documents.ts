import { setImmediate } from 'node:timers/promises'

/** Documents looked at before other work gets its turn: about ten milliseconds. */
const sliceLength = 1 << 19

/** The ids for which the predicate holds, in ascending order. Gives way to other work every few milliseconds. */
export async function scanDocuments(
  documentCount: number,
  isWanted: (id: number) => boolean,
  waiting?: AbortSignal,
): Promise<Uint32Array> {
  let found = new Uint32Array(1024)
  let count = 0
  for (let from = 0; from < documentCount; from += sliceLength) {
    const to = Math.min(from + sliceLength, documentCount)
    for (let id = from; id < to; id++) {
      if (!isWanted(id)) continue
      if (count === found.length) {
        const longer = new Uint32Array(count * 2)
        longer.set(found)
        found = longer
      }
      found[count++] = id
    }
    await setImmediate()
    waiting?.throwIfAborted()
  }
  return found.slice(0, count)
}

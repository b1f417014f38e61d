import { setImmediate } from 'node:timers/promises'

/** Documents handled before other work gets its turn. */
const sliceLength = 1 << 18

/** The ids from 0 up to, not including, `documentCount` that are wanted, ascending. Gives way to other work, as there may be ten million. */
export async function selectDocuments(
  documentCount: number,
  isWanted: (id: number) => boolean,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  const wanted = new Uint32Array(documentCount)
  let length = 0
  for (let start = 0; start < documentCount; start += sliceLength) {
    const end = Math.min(start + sliceLength, documentCount)
    for (let id = start; id < end; id++) if (isWanted(id)) wanted[length++] = id
    await setImmediate()
    signal?.throwIfAborted()
  }
  return wanted.slice(0, length)
}

/** Whether an id is among ascending ones. */
export function isAmong(ids: Uint32Array, id: number): boolean {
  let [start, end] = [0, ids.length]
  while (start < end) {
    const middle = (start + end) >>> 1
    if ((ids[middle] as number) < id) start = middle + 1
    else end = middle
  }
  return ids[start] === id
}

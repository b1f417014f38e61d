import { inSlices } from '../../platform/in-slices.ts'

/** The ids from 0 up to, not including, `documentCount` that are wanted, ascending. Gives way to other work, as there may be ten million. */
export async function selectDocuments(
  documentCount: number,
  isWanted: (id: number) => boolean,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  const wanted = new Uint32Array(documentCount)
  let count = 0
  await inSlices({ length: documentCount, signal }, (start, end) => {
    for (let id = start; id < end; id++) if (isWanted(id)) wanted[count++] = id
  })
  return wanted.slice(0, count)
}

/** Those of some ids that are wanted, in their order. Gives way to other work too. */
export async function filterIds(ids: Uint32Array, isWanted: (id: number) => boolean, signal?: AbortSignal): Promise<Uint32Array> {
  const wanted = new Uint32Array(ids.length)
  let count = 0
  await inSlices({ length: ids.length, signal }, (start, end) => {
    for (let place = start; place < end; place++) if (isWanted(ids[place] as number)) wanted[count++] = ids[place] as number
  })
  return wanted.slice(0, count)
}

/** Every id below `count`, in order. */
export function listIds(count: number): Uint32Array<ArrayBuffer> {
  const ids = new Uint32Array(count)
  for (let id = 0; id < count; id++) ids[id] = id
  return ids
}

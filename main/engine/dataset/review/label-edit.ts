import type { LabelPatch } from './label-chunk.ts'
import { chunkLength } from './label-chunk.ts'
import type { FieldValue, LabelOrigin } from './review-store.ts'

/** What a person does in one go. Entry i of `verdicts` and `origins` is for the document `ids[i]`. */
export interface LabelEdit {
  /** Names it in undo, e.g. `Label 3 documents as drop`. */
  title: string
  /** Ascending, each once. */
  ids: Uint32Array
  verdicts: Uint8Array
  origins: Uint32Array
  /** Those of `origins` that are not stored yet. */
  newOrigins: readonly LabelOrigin[]
  values: readonly FieldValue[]
}

/** The edit's labels, chunk by chunk. */
export function* listPatches({ ids, verdicts, origins }: Pick<LabelEdit, 'ids' | 'verdicts' | 'origins'>): Generator<{
  chunkIndex: number
  patch: LabelPatch
}> {
  for (let start = 0; start < ids.length; ) {
    const chunkIndex = Math.floor((ids[start] as number) / chunkLength)
    const end = findEnd(ids, start, (chunkIndex + 1) * chunkLength)
    const places = Uint16Array.from(ids.subarray(start, end), (id) => id - chunkIndex * chunkLength)
    yield { chunkIndex, patch: { places, verdicts: verdicts.slice(start, end), origins: origins.slice(start, end) } }
    start = end
  }
}

/** The first place from `start` on whose id is `limit` or more. */
function findEnd(ids: Uint32Array, start: number, limit: number): number {
  let end = start
  while (end < ids.length && (ids[end] as number) < limit) end++
  return end
}

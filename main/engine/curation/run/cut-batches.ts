/** Documents that go to a process at once: about a second's work, and not more than fits in memory many times. */
const maxDocuments = 1024
const maxBytes = 4 << 20
/** No batch reaches over a multiple of so many ids: values are stored in spans of them. */
const spanLength = 65_536

/** Ids from `firstId` up to, not including, `endId`. */
export interface IdRange {
  readonly firstId: number
  readonly endId: number
}

/**
 * Cuts all ids into ranges of some documents and some megabytes. A range depends on nothing but the sizes up to its end, so documents that are
 * added later only make the last one longer.
 */
export function* cutRanges(sizesBytes: ArrayLike<number>): Generator<IdRange, void, undefined> {
  let firstId = 0
  let bytes = 0
  for (let id = 0; id < sizesBytes.length; id++) {
    const size = sizesBytes[id] as number
    const isFull = id - firstId === maxDocuments || (id > firstId && bytes + size > maxBytes) || id % spanLength === 0
    if (isFull && id > firstId) {
      yield { firstId, endId: id }
      firstId = id
      bytes = 0
    }
    bytes += size
  }
  if (sizesBytes.length > firstId) yield { firstId, endId: sizesBytes.length }
}

/** Ascending ids of wanted documents (1 in `isWanted`), in batches of some documents and some megabytes. */
export function* cutBatches(
  isWanted: Uint8Array,
  sizesBytes: ArrayLike<number>,
  limits = { maxDocuments, maxBytes },
): Generator<Uint32Array, void, undefined> {
  let ids: number[] = []
  let bytes = 0
  for (let id = 0; id < isWanted.length; id++) {
    if (isWanted[id] === 0) continue
    const size = sizesBytes[id] as number
    const isOtherSpan = ids.length > 0 && Math.floor((ids[0] as number) / spanLength) !== Math.floor(id / spanLength)
    if (ids.length > 0 && (ids.length === limits.maxDocuments || bytes + size > limits.maxBytes || isOtherSpan)) {
      yield Uint32Array.from(ids)
      ids = []
      bytes = 0
    }
    ids.push(id)
    bytes += size
  }
  if (ids.length > 0) yield Uint32Array.from(ids)
}

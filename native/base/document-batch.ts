/** Many documents in one array: document `i` is the bytes from `offsets[i]` to `offsets[i + 1]`, so `n` documents have `n + 1` offsets. */
export type DocumentBatch = {
  /** UTF-8 text. Owned by the native thread until the call settles: do not change, transfer or detach it before. */
  bytes: Uint8Array
  /** Ascending byte positions, copied by the call. `Float64Array` serves batches of 4 GiB and more. */
  offsets: Uint32Array | Float64Array
}

/** Shrinking a buffer gives its pages back to the system under the native thread, which no check in the addon can see. */
export function refuseResizable(bytes: Uint8Array): void {
  if (bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer && bytes.buffer.resizable) {
    throw new TypeError('bytes must not lie in a resizable ArrayBuffer')
  }
}

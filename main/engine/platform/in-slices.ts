import { setImmediate } from 'node:timers/promises'

export interface Slices {
  /** Entries, from 0 up to, not including, `length`. */
  readonly length: number
  /** Entries handled before other work gets its turn: some milliseconds. A multiple of 32, the bits of a word. */
  readonly sliceLength?: number
  readonly signal?: AbortSignal | undefined
}

/** Goes through up to ten million entries a slice at a time, with other work between two of them. Fails with the reason of the signal. */
export async function inSlices(
  { length, sliceLength = 1 << 18, signal }: Slices,
  run: (start: number, end: number) => void,
): Promise<void> {
  for (let start = 0; start < length; start += sliceLength) {
    run(start, Math.min(start + sliceLength, length))
    await setImmediate()
    signal?.throwIfAborted()
  }
}

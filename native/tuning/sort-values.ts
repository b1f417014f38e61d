import { type StartedCall, settle } from '../base/addon-call.ts'
import { getAddon } from '../base/load-addon.ts'

/**
 * The ids of values, 0 to one less than their number, by value: equal values by id, NaN last. On all processors, in a thread of the pool; it
 * takes 16 bytes for each value meanwhile.
 *
 * @param values nobody writes to them before the order is there.
 */
export async function sortValues(values: Float32Array, options: { signal?: AbortSignal | undefined } = {}): Promise<Uint32Array> {
  options.signal?.throwIfAborted()
  return settle(getAddon<Addon>().startSortValues(values), options.signal)
}

/** What `addon/sort-values.cpp` exports. */
type Addon = { startSortValues(values: Float32Array): StartedCall<Uint32Array> }

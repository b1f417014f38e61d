import { getAddon } from '../base/load-addon.ts'

/** An order whose documents stand group by group. */
export type GroupedOrder = {
  /** Within a group as they stood before. */
  readonly order: Uint32Array
  /** Where each group starts, and the end of the last one. */
  readonly starts: Uint32Array
}

/**
 * Puts the documents of an order into groups, on all processors, before it returns.
 *
 * @param groups by document a group from 1 to `groupCount`, at most 65,535; 0 leaves a document out.
 * @returns `starts[i]` is where group i + 1 starts.
 * @throws RangeError that names the first id or group that does not exist.
 */
export function groupOrder(
  order: Uint32Array,
  { groups, groupCount }: { groups: Uint16Array; groupCount: number },
): GroupedOrder {
  const grouped = getAddon<Addon>().groupOrder(order, groups, groupCount)
  const length = grouped.starts.at(-1) ?? 0
  // A copy only where documents are left out, which may be most of them.
  return length === order.length ? grouped : { ...grouped, order: grouped.order.slice(0, length) }
}

/** What `addon/group-order.cpp` exports. */
type Addon = { groupOrder(order: Uint32Array, groups: Uint16Array, groupCount: number): GroupedOrder }

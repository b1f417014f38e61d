import type { ThresholdRule } from '#contracts/rule'
import type { SortedColumn } from '../../dataset/signals/sorted-column.ts'
import { createSharedLoads, type SharedLoads } from '../../platform/shared-loads.ts'
import { groupOrder } from '../../platform/tuning-kernel.ts'
import { type DocumentClasses, loadClasses, nameClasses } from './document-classes.ts'
import type { RuleColumns } from './rule-columns.ts'

/** A signal's documents class by class, in each by value. */
export interface ClassedColumn {
  readonly classes: DocumentClasses
  readonly order: Uint32Array
  /** Where each class starts in the order, and the end of the last one. */
  readonly starts: Uint32Array
}

/** Kept of one snapshot, at up to six bytes for each document. */
const maxKept = 8

const known = new WeakMap<RuleColumns, SharedLoads<ClassedColumn>>()

/**
 * The documents that a threshold looks at, put in order once for all its bounds: a bound that moves costs a search in each class. Null where
 * all documents are of one class.
 */
export async function classColumn(
  rule: ThresholdRule,
  { columns, sorted }: { columns: RuleColumns; sorted: SortedColumn },
  waiting?: AbortSignal,
): Promise<ClassedColumn | null> {
  const name = nameClasses(rule)
  if (name === null) return null
  const loads = known.get(columns) ?? createSharedLoads<ClassedColumn>(maxKept)
  known.set(columns, loads)
  const load = async (loading: AbortSignal): Promise<ClassedColumn> => {
    const classes = await loadClasses(rule, columns, loading)
    return { classes, ...groupOrder(sorted.order, { groups: classes.of, groupCount: classes.languages.length }) }
  }
  return loads.get(JSON.stringify([rule.signal, name]), load, waiting)
}

/** The documents of a class as a column of their own, by value. */
export function columnOfClass({ order, starts }: ClassedColumn, place: number, sorted: SortedColumn): SortedColumn {
  return { ...sorted, order: order.subarray(starts[place], starts[place + 1]) }
}

import type { DocumentRow } from '#contracts/dataset'
import type { CategoryRule } from '#contracts/rule'
import type { StoredDuplicates } from '../../curation/duplicates/stored-duplicates.ts'
import type { FoundTypes, PlacedFinding } from '../../curation/run/step-results.ts'
import type { SortedColumn } from '../../dataset/signals/sorted-column.ts'

/**
 * What rules and tuning need to know of an open project. Document ids are dense: 0 to `documentCount` - 1, and they index every array.
 *
 * Equal arrays and orders are the same objects, from one snapshot of the project to the next: what is derived from one is kept as long as
 * it comes back.
 */
export interface RuleColumns {
  readonly documentCount: number
  listSignals(): readonly { name: string }[]
  /** One value per document, NaN where missing. The caller does not write to the array. */
  readColumn(signal: string, waiting?: AbortSignal): Promise<Float32Array>
  sortColumn(signal: string, waiting?: AbortSignal): Promise<SortedColumn>
  /** The size of each document in bytes. */
  sizesBytes(waiting?: AbortSignal): Promise<Float64Array>
  /** Rows in the order of `ids`, with the values of `columns`. */
  rows(ids: readonly number[], columns: readonly string[]): DocumentRow[] | Promise<DocumentRow[]>
  readCategory(property: CategoryRule['property'], waiting?: AbortSignal): Promise<Category>
  /** What a step found to be alike; null when it has not run. */
  findDuplicates(step: string, waiting?: AbortSignal): Promise<StoredDuplicates | null>
  /** Whether it has run, without reading what it found. */
  hasDuplicates(step: string): boolean
  /** What a step found, by document; null when it has not run. */
  findFindings(step: string, waiting?: AbortSignal): Promise<FoundTypes | null>
  /** The places that a step found in some documents, and what masking writes there. */
  readFindings(step: string, ids: Uint32Array, waiting?: AbortSignal): Promise<PlacedFinding[]>
}

/** A property with few values, or with many. */
export interface Category {
  /** By document the place of its value in `values`. */
  readonly places: ArrayLike<number>
  /** `none` stands for documents without a value. */
  readonly values: readonly string[]
}

import { inSlices } from '../../platform/in-slices.ts'
import type { ColumnSnapshot } from '../project/project.ts'
import { sortByValue } from '../signals/sorted-column.ts'

/**
 * Turns an order into one that shows different documents soon: first the first of each language in each repository, then the second of each, and
 * so on. Labels of a hundred documents that are alike teach a model little more than one of them.
 *
 * @param values what the order is by, at least 0 and below 1, NaN for documents that are not in it.
 */
export async function spreadDocuments(
  values: Float32Array,
  snapshot: ColumnSnapshot,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const { order } = await sortByValue(values, signal)
  const languages = await snapshot.languageIds(signal)
  const repos = await snapshot.repoIds(signal)
  const counts = new Map<number, number>()
  const spread = new Float32Array(values.length).fill(Number.NaN)
  await inSlices({ length: order.length, signal }, (start, end) => {
    for (const id of order.subarray(start, end)) {
      // Ids of repositories stay far below 2^32, and those of languages below 2^20.
      const kind = (repos[id] || 0) * 2 ** 20 + (languages[id] as number)
      const turn = counts.get(kind) ?? 0
      counts.set(kind, turn + 1)
      spread[id] = turn + (values[id] as number)
    }
  })
  return spread
}

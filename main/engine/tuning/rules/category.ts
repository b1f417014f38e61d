import type { DocumentId } from '#contracts/dataset'
import type { Hit } from '#contracts/hit'
import type { CategoryRule } from '#contracts/rule'
import { selectDocuments } from '../../dataset/signals/select-documents.ts'
import { inSlices } from '../../platform/in-slices.ts'
import { dropAll, type ReadyRule } from './ready-rule.ts'
import type { RuleColumns } from './rule-columns.ts'
import { loadScope, markValues } from './rule-scope.ts'

type Why = Extract<Hit, { kind: 'category' }>['why']

/** Makes a rule on languages, licences and the like ready: each value is looked at once, and then each document. */
export async function readyCategory(
  rule: CategoryRule,
  place: number,
  columns: RuleColumns,
  waiting?: AbortSignal,
): Promise<ReadyRule> {
  const { property, minTotalBytes } = rule
  const { places, values } = await columns.readCategory(property, waiting)
  const totals = minTotalBytes === null ? null : await sumBytes(values.length, { places, columns }, waiting)
  const kept = rule.keep && markValues(values, rule.keep)
  const dropped = markValues(values, rule.drop)
  const whys = values.map((_, value): Why | null => {
    if (kept?.[value] === 0) return 'not-kept'
    if (dropped[value] === 1) return 'dropped'
    return totals !== null && (totals[value] as number) < (minTotalBytes ?? 0) ? 'too-little' : null
  })
  const isInScope = await loadScope(rule, columns, waiting)
  const findWhy = (id: number) => (isInScope && !isInScope(id) ? null : (whys[places[id] as number] ?? null))
  const ids = await selectDocuments(columns.documentCount, (id) => findWhy(id) !== null, waiting)
  return {
    drops: dropAll(ids),
    bounds: null,
    waitsFor: null,
    explain(id: DocumentId) {
      const why = findWhy(id)
      if (why === null) return null
      const value = places[id] as number
      const totalBytes = why === 'too-little' ? (totals?.[value] ?? null) : null
      return { kind: 'category', rule: place, property, value: values[value] ?? 'none', why, totalBytes }
    },
  }
}

/** The bytes of all documents with each value. */
async function sumBytes(
  count: number,
  { places, columns }: { places: ArrayLike<number>; columns: RuleColumns },
  waiting?: AbortSignal,
): Promise<Float64Array> {
  const sizes = await columns.sizesBytes(waiting)
  const totals = new Float64Array(count)
  await inSlices({ length: columns.documentCount, signal: waiting }, (start, end) => {
    for (let id = start; id < end; id++) {
      totals[places[id] as number] = (totals[places[id] as number] ?? 0) + (sizes[id] as number)
    }
  })
  return totals
}

import type { DocumentId } from '#contracts/dataset'
import type { FindingRule } from '#contracts/rule'
import type { FoundTypes } from '../../curation/run/step-results.ts'
import { findFirstPlace, findNumber } from '../../platform/find-first-place.ts'
import { createWaitingRule, dropAll, type ReadyRule } from './ready-rule.ts'
import type { RuleColumns } from './rule-columns.ts'
import { loadScope } from './rule-scope.ts'

/** Makes a rule on findings ready. One that masks or marks drops nothing. */
export async function readyFinding(
  rule: FindingRule,
  place: number,
  columns: RuleColumns,
  waiting?: AbortSignal,
): Promise<ReadyRule> {
  const { step, types, action } = rule
  const table = await columns.findFindings(step, waiting)
  if (!table) return createWaitingRule(`The step “${step}” has not run yet.`)
  if (action !== 'drop') return createWaitingRule(null)
  const isInScope = await loadScope(rule, columns, waiting)
  const wanted = Uint8Array.from(table.types, (type) => (types === null || types.includes(type) ? 1 : 0))
  const ids: number[] = []
  for (const [entry, id] of table.documents.entries()) {
    if (id >= columns.documentCount || wanted[table.typePlaces[entry] as number] === 0) continue
    if (ids.at(-1) !== id && (!isInScope || isInScope(id))) ids.push(id)
  }
  const dropped = Uint32Array.from(ids)
  return {
    drops: dropAll(dropped),
    bounds: null,
    waitsFor: null,
    explain(id) {
      if (findNumber(dropped, id) === null) return null
      return { kind: 'finding', rule: place, step, types: listTypes(table, id, wanted) }
    },
  }
}

function listTypes({ documents, typePlaces, counts, types }: FoundTypes, id: DocumentId, wanted: Uint8Array) {
  const listed: { type: string; count: number }[] = []
  for (
    let entry = findFirstPlace(documents.length, (place) => (documents[place] as number) >= id);
    documents[entry] === id;
    entry++
  ) {
    const type = typePlaces[entry] as number
    if (wanted[type] === 1) listed.push({ type: types[type] ?? '', count: counts[entry] as number })
  }
  return listed
}

import type { Rule } from '#contracts/rule'
import type { TextMask } from '../../dataset/export/mask-text.ts'
import type { RuleColumns } from './rule-columns.ts'
import { loadScope } from './rule-scope.ts'

/** What rules that mask want replaced in some documents, by their ids; nothing for a document where they found nothing. */
export async function findMasks(
  rules: readonly Rule[],
  ids: Uint32Array,
  columns: RuleColumns,
  waiting?: AbortSignal,
): Promise<Map<number, TextMask[]>> {
  const masks = new Map<number, TextMask[]>()
  for (const rule of rules) {
    if (rule.rule !== 'finding' || rule.action !== 'mask') continue
    const isInScope = await loadScope(rule, columns, waiting)
    for (const { documentId, type, ...mask } of await columns.readFindings(rule.step, ids, waiting)) {
      if (rule.types !== null && !rule.types.includes(type)) continue
      if (isInScope && !isInScope(documentId)) continue
      const ofDocument = masks.get(documentId) ?? []
      masks.set(documentId, ofDocument)
      ofDocument.push(mask)
    }
  }
  return masks
}

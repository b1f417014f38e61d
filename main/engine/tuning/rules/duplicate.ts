import type { DocumentId } from '#contracts/dataset'
import type { Hit } from '#contracts/hit'
import type { DuplicateRule } from '#contracts/rule'
import { findClusterOf, membersOf } from '../../curation/duplicates/cluster-at.ts'
import { extendToGroups } from '../../curation/duplicates/document-groups.ts'
import type { DuplicateChoice } from '../../curation/duplicates/stored-duplicates.ts'
import { selectDocuments } from '../../dataset/signals/select-documents.ts'
import { findNumber } from '../../platform/find-first-place.ts'
import { createWaitingRule, dropAll, type ReadyRule } from './ready-rule.ts'
import type { RuleColumns } from './rule-columns.ts'
import { loadScope } from './rule-scope.ts'

/**
 * Makes a rule on duplicates ready: of each cluster at the rule's cut all are dropped but the preferred of those that the rules before keep.
 * Where they keep none, nothing is kept in their stead, so this rule drops none of them.
 */
export async function readyDuplicate(
  rule: DuplicateRule,
  { place, columns, before }: { place: number; columns: RuleColumns; before: DuplicateChoice['before'] },
  waiting?: AbortSignal,
): Promise<ReadyRule> {
  const stored = await columns.findDuplicates(rule.step, waiting)
  if (!stored) return createWaitingRule(`The step “${rule.step}” has not run yet.`)
  const { groups } = stored
  const chosen = await stored.choose({ jaccard: rule.jaccard, keep: rule.keep, before }, waiting)
  const keptOf = groups ? extendToGroups(chosen.keptOf, groups) : chosen.keptOf
  const isInScope = await loadScope(rule, columns, waiting)
  const isDropped = (id: number) => keptOf[id] !== id && (!isInScope || isInScope(id))
  const dropped = await selectDocuments(columns.documentCount, isDropped, waiting)
  return {
    drops: dropAll(dropped),
    bounds: null,
    waitsFor: null,
    async explain(id) {
      if (findNumber(dropped, id) === null) return null
      const kept = keptOf[id] as DocumentId
      const [row] = await columns.rows([kept], [])
      const { jaccards, isDirect } = await chosen.measureSimilarity()
      const compared = groups ? (groups[id] as number) : id
      const cluster = findClusterOf(chosen.clusters, compared)
      return {
        kind: 'duplicate',
        rule: place,
        of: kept,
        // Of a repository that duplicates another, the other is told.
        name: (groups && row?.repo) || (row?.name ?? String(kept)),
        jaccard: isDirect[compared] === 1 ? (jaccards[compared] as number) : null,
        clusterSize: cluster === null ? 1 : membersOf(chosen.clusters, cluster).length,
        step: rule.step,
        cut: rule.jaccard,
      } satisfies Hit
    },
  }
}

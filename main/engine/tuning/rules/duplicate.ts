import type { DocumentId } from '#contracts/dataset'
import type { Hit } from '#contracts/hit'
import type { DuplicateRule } from '#contracts/rule'
import { chooseKept } from '../../curation/duplicates/choose-kept.ts'
import { type Clusters, clusterAt } from '../../curation/duplicates/cluster-at.ts'
import { extendToGroups, findAliveGroups } from '../../curation/duplicates/document-groups.ts'
import { measureKeptSimilarity } from '../../curation/duplicates/kept-similarity.ts'
import { rankDocuments } from '../../curation/duplicates/rank-documents.ts'
import { findPlace } from './finding.ts'
import { createWaitingRule, dropAll, type ReadyRule } from './ready-rule.ts'
import type { RuleColumns, StoredDuplicates } from './rule-columns.ts'
import { loadScope } from './rule-scope.ts'
import { scanDocuments } from './scan-documents.ts'

/**
 * Makes a rule on duplicates ready: of each cluster at the rule's cut all are dropped but the preferred of those that are alive. Where none
 * is, nothing is kept in their stead, so this rule drops none of them.
 *
 * @param options.alive 1 for documents that the rules before keep.
 */
export async function readyDuplicate(
  rule: DuplicateRule,
  { place, columns, alive }: { place: number; columns: RuleColumns; alive: Uint8Array },
  waiting?: AbortSignal,
): Promise<ReadyRule> {
  const stored = await columns.findDuplicates(rule.step, waiting)
  if (!stored) return createWaitingRule(`The step “${rule.step}” has not run yet.`)
  const clusters = await clusterAt(stored.forest, rule.jaccard, waiting)
  const ranks = await loadRanks(rule, { stored, columns, waiting })
  const { groups } = stored
  const aliveOnes = groups ? findAliveGroups(alive, groups) : alive
  const keptOfCompared = await chooseKept(clusters, { ranks, alive: aliveOnes }, waiting)
  const keptOf = groups ? extendToGroups(keptOfCompared, groups) : keptOfCompared
  const isInScope = await loadScope(rule, columns, waiting)
  const isDropped = (id: number) => keptOf[id] !== id && (!isInScope || isInScope(id))
  const dropped = await scanDocuments(columns.documentCount, isDropped, waiting)
  const loadSimilarity = once(() => measureKeptSimilarity({ ...stored, cut: rule.jaccard, clusters, keptOf: keptOfCompared }))
  return {
    drops: dropAll(dropped),
    bounds: null,
    waitsFor: null,
    async explain(id) {
      if (findPlace(dropped, id) === null) return null
      const kept = keptOf[id] as DocumentId
      const [row] = await columns.rows([kept], [])
      const { jaccards, isDirect } = await loadSimilarity()
      const compared = groups ? (groups[id] as number) : id
      return {
        kind: 'duplicate',
        rule: place,
        of: kept,
        // Of a repository that duplicates another, the other is told.
        name: (groups && row?.repo) || (row?.name ?? String(kept)),
        jaccard: isDirect[compared] === 1 ? (jaccards[compared] as number) : null,
        clusterSize: sizeOf(clusters, compared),
      } satisfies Hit
    },
  }
}

/** By the stored duplicates and the criteria: ranks are those of the widest clusters, and hold in all that are parts of them. */
const ranksOf = new WeakMap<StoredDuplicates, Map<string, Promise<Uint32Array>>>()

function loadRanks(
  { keep }: DuplicateRule,
  { stored, columns, waiting }: { stored: StoredDuplicates; columns: RuleColumns; waiting: AbortSignal | undefined },
): Promise<Uint32Array> {
  const known = ranksOf.get(stored) ?? new Map<string, Promise<Uint32Array>>()
  ranksOf.set(stored, known)
  const key = keep.join()
  const ranks = known.get(key) ?? rank()
  known.set(key, ranks)
  return ranks

  async function rank(): Promise<Uint32Array> {
    try {
      const widest = await clusterAt(stored.forest, 0, waiting)
      const readFacts = (ids: Uint32Array) => columns.readKeepFacts(ids, waiting)
      return await rankDocuments(widest, { criteria: keep, readFacts, ...(waiting && { signal: waiting }) })
    } catch (error) {
      known.delete(key)
      throw error
    }
  }
}

function sizeOf({ clusterOf, starts, members }: Clusters, id: number): number {
  const smallest = clusterOf[id] as number
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((members[starts[middle] as number] as number) >= smallest) high = middle
    else low = middle + 1
  }
  return (starts[low + 1] ?? 0) - (starts[low] ?? 0)
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = null
      throw error
    })
    return loading
  }
}

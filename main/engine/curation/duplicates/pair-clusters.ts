import type { KeepCriterion } from '#contracts/duplicates'
import { createSharedLoads } from '../../platform/shared-loads.ts'
import type { CorpusPairs } from '../steps/step.ts'
import { type Clusters, clusterAt } from './cluster-at.ts'
import type { DocumentGroups } from './document-groups.ts'
import type { KeepFacts } from './keep-order.ts'
import { growForest, type PairForest } from './pair-forest.ts'
import { rankDocuments } from './rank-documents.ts'
import { sortBySize } from './sort-by-size.ts'

/** What decides which of some documents is kept, in the order of the ids. */
export type ReadFacts = (ids: Uint32Array, waiting?: AbortSignal) => Promise<readonly KeepFacts[]>

/** What follows from pairs and from what is imported with documents, and from no other value. Each is computed once, whoever asks. */
export interface PairClusters {
  readonly pairs: CorpusPairs
  /** Where repositories were compared: pairs are of the documents that stand for them. Null where documents were. */
  readonly groups: DocumentGroups | null
  forest(waiting?: AbortSignal): Promise<PairForest>
  clusters(jaccard: number, waiting?: AbortSignal): Promise<Clusters>
  /** Places of clusters from the largest to the smallest. */
  clustersBySize(jaccard: number, waiting?: AbortSignal): Promise<Uint32Array>
  /** As `rankDocuments` gives it for the widest clusters; their order holds in all that are parts of them. */
  ranks(by: { criteria: readonly KeepCriterion[]; readFacts: ReadFacts }, waiting?: AbortSignal): Promise<Uint32Array>
}

/** Of the last cuts and criteria that were asked for: some ten bytes for each document. */
const maxKept = 4

export function createPairClusters({
  pairs,
  groups,
  documentCount,
}: Pick<PairClusters, 'pairs' | 'groups'> & { documentCount: number }): PairClusters {
  const forests = createSharedLoads<PairForest>(1)
  const clusterings = createSharedLoads<Clusters>(maxKept)
  const sizeOrders = createSharedLoads<Uint32Array>(maxKept)
  const rankings = createSharedLoads<Uint32Array>(maxKept)

  const forest = (waiting?: AbortSignal) => forests.get('', (loading) => growForest(pairs, documentCount, loading), waiting)
  const clusters = (jaccard: number, waiting?: AbortSignal) =>
    clusterings.get(String(jaccard), async (loading) => clusterAt(await forest(loading), jaccard, loading), waiting)

  return {
    ...{ pairs, groups, forest, clusters },
    clustersBySize: (jaccard, waiting) =>
      sizeOrders.get(String(jaccard), async (loading) => sortBySize(await clusters(jaccard, loading), loading), waiting),
    ranks: ({ criteria, readFacts }, waiting) =>
      rankings.get(
        criteria.join(),
        async (signal) => {
          const widest = await clusterAt(await forest(signal), 0, signal)
          return rankDocuments(widest, { criteria, readFacts: (ids) => readFacts(ids, signal), signal })
        },
        waiting,
      ),
  }
}

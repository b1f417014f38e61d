import type { KeepCriterion } from '#contracts/duplicates'
import { createSharedLoads } from '../../platform/shared-loads.ts'
import type { CorpusPairs } from '../steps/step.ts'
import { chooseKept } from './choose-kept.ts'
import { type Clusters, clusterAt } from './cluster-at.ts'
import { type DocumentGroups, findAliveGroups } from './document-groups.ts'
import type { KeepFacts } from './keep-order.ts'
import { type KeptSimilarity, measureKeptSimilarity } from './kept-similarity.ts'
import { growForest, type PairForest } from './pair-forest.ts'
import { rankDocuments } from './rank-documents.ts'
import { sortBySize } from './sort-by-size.ts'

/** Which of several duplicates is kept. */
export interface DuplicateChoice {
  /** Lowest similarity of a pair. */
  readonly jaccard: number
  readonly keep: readonly KeepCriterion[]
  /** What comes before the choice, as rules that stand before one on duplicates; null for nothing. Equal keys leave the same documents. */
  readonly before: {
    readonly key: string
    /** 1 for each document that it leaves, by id; null when it leaves all. */
    load(signal: AbortSignal): Promise<Uint8Array | null>
  } | null
}

/** Clusters with what is kept of them. Where repositories were compared, everything here is of the documents that stand for them. */
export interface ChosenClusters {
  readonly clusters: Clusters
  readonly ranks: Uint32Array
  /** 1 for those of which one may be kept; null when all may. */
  readonly alive: Uint8Array | null
  /** As `chooseKept` gives it. */
  readonly keptOf: Uint32Array
  measureSimilarity(waiting?: AbortSignal): Promise<KeptSimilarity>
}

/** What a step found to be alike in the documents of a snapshot. What is derived from it is computed once, whoever asks. */
export interface StoredDuplicates {
  readonly pairs: CorpusPairs
  /** Where repositories were compared: pairs are of the documents that stand for them. Null where documents were. */
  readonly groups: DocumentGroups | null
  clusters(jaccard: number, waiting?: AbortSignal): Promise<Clusters>
  /** Places of clusters from the largest to the smallest. */
  clustersBySize(jaccard: number, waiting?: AbortSignal): Promise<Uint32Array>
  choose(choice: DuplicateChoice, waiting?: AbortSignal): Promise<ChosenClusters>
  /** What decides which of some documents is kept, in the order of the ids. */
  readFacts(ids: Uint32Array, waiting?: AbortSignal): Promise<readonly KeepFacts[]>
}

export interface FoundPairs extends Pick<StoredDuplicates, 'pairs' | 'groups' | 'readFacts'> {
  readonly documentCount: number
}

/** Of the last cuts and choices that were asked for: some ten bytes for each document. */
const maxKept = 4

export function createStoredDuplicates({ pairs, groups, documentCount, readFacts }: FoundPairs): StoredDuplicates {
  const forests = createSharedLoads<PairForest>(1)
  const clusterings = createSharedLoads<Clusters>(maxKept)
  const sizeOrders = createSharedLoads<Uint32Array>(maxKept)
  const rankings = createSharedLoads<Uint32Array>(maxKept)
  const choices = createSharedLoads<ChosenClusters>(maxKept)

  const loadForest = (waiting?: AbortSignal) => forests.get('', (loading) => growForest(pairs, documentCount, loading), waiting)

  const clusters = (jaccard: number, waiting?: AbortSignal) =>
    clusterings.get(String(jaccard), async (loading) => clusterAt(await loadForest(loading), jaccard, loading), waiting)

  /** Those of the widest clusters, which hold in all that are parts of them. */
  const loadRanks = (criteria: readonly KeepCriterion[], waiting?: AbortSignal) =>
    rankings.get(
      criteria.join(),
      async (signal) => {
        const widest = await clusterAt(await loadForest(signal), 0, signal)
        return rankDocuments(widest, { criteria, readFacts: (ids) => readFacts(ids, signal), signal })
      },
      waiting,
    )

  async function choose({ jaccard, keep, before }: DuplicateChoice, loading: AbortSignal): Promise<ChosenClusters> {
    const chosen = await clusters(jaccard, loading)
    const ranks = await loadRanks(keep, loading)
    const left = before && (await before.load(loading))
    const alive = left && groups ? findAliveGroups(left, groups) : left
    const keptOf = await chooseKept(chosen, { ranks, ...(alive && { alive }) }, loading)
    const similarities = createSharedLoads<KeptSimilarity>(1)
    return {
      ...{ clusters: chosen, ranks, alive, keptOf },
      measureSimilarity: (waiting) =>
        similarities.get(
          '',
          async (signal) => {
            const forest = await loadForest(signal)
            return measureKeptSimilarity({ pairs, forest, cut: jaccard, clusters: chosen, keptOf }, signal)
          },
          waiting,
        ),
    }
  }

  return {
    ...{ pairs, groups, clusters, readFacts },
    clustersBySize: (jaccard, waiting) =>
      sizeOrders.get(String(jaccard), async (loading) => sortBySize(await clusters(jaccard, loading), loading), waiting),
    choose: (choice, waiting) =>
      choices.get(
        JSON.stringify([choice.jaccard, choice.keep, choice.before?.key]),
        (loading) => choose(choice, loading),
        waiting,
      ),
  }
}

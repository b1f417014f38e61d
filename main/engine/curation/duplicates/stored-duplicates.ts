import type { KeepCriterion } from '#contracts/duplicates'
import { createSharedLoads } from '../../platform/shared-loads.ts'
import { chooseKept } from './choose-kept.ts'
import type { Clusters } from './cluster-at.ts'
import { findAliveGroups } from './document-groups.ts'
import { type KeptSimilarity, measureKeptSimilarity } from './kept-similarity.ts'
import type { PairClusters, ReadFacts } from './pair-clusters.ts'

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
export interface StoredDuplicates extends Omit<PairClusters, 'forest' | 'ranks'> {
  choose(choice: DuplicateChoice, waiting?: AbortSignal): Promise<ChosenClusters>
  readonly readFacts: ReadFacts
}

/** Of the last choices that were asked for: some ten bytes for each document. */
const maxKept = 4

export function createStoredDuplicates(found: PairClusters, readFacts: ReadFacts): StoredDuplicates {
  const { pairs, groups, clusters, clustersBySize } = found
  const choices = createSharedLoads<ChosenClusters>(maxKept)

  async function choose({ jaccard, keep, before }: DuplicateChoice, loading: AbortSignal): Promise<ChosenClusters> {
    const chosen = await clusters(jaccard, loading)
    const ranks = await found.ranks({ criteria: keep, readFacts }, loading)
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
            const forest = await found.forest(signal)
            return measureKeptSimilarity({ pairs, forest, cut: jaccard, clusters: chosen, keptOf }, signal)
          },
          waiting,
        ),
    }
  }

  return {
    ...{ pairs, groups, clusters, clustersBySize, readFacts },
    choose: (choice, waiting) =>
      choices.get(
        JSON.stringify([choice.jaccard, choice.keep, choice.before?.key]),
        (loading) => choose(choice, loading),
        waiting,
      ),
  }
}

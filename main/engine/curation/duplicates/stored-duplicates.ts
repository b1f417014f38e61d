import type { KeepCriterion } from '#contracts/duplicates'
import type { OpenProject } from '../../dataset/project/project.ts'
import { sortColumn } from '../../dataset/signals/sort-column.ts'
import { createSharedLoads } from '../../platform/shared-loads.ts'
import { getStepResults } from '../run/step-results.ts'
import type { CorpusPairs } from '../steps/step.ts'
import { chooseKept } from './choose-kept.ts'
import { type Clusters, clusterAt, membersOf } from './cluster-at.ts'
import { type KeptSimilarity, measureKeptSimilarity } from './kept-similarity.ts'
import { growForest } from './pair-forest.ts'
import { rankDocuments } from './rank-documents.ts'
import { readKeepFacts } from './read-keep-facts.ts'

/** Clusters at a cut, with what a policy keeps of them. */
export interface ChosenClusters {
  readonly clusters: Clusters
  /** Places of clusters from the largest to the smallest. */
  readonly bySize: Uint32Array
  readonly ranks: Uint32Array
  readonly keptOf: Uint32Array
  readonly similarity: KeptSimilarity
}

/** What one run of a step found. The same object until the step finds something else or documents are added. */
export interface StoredDuplicates {
  readonly pairs: CorpusPairs
  choose(choice: { jaccard: number; keep: readonly KeepCriterion[] }, waiting?: AbortSignal): Promise<ChosenClusters>
}

/** Of the last cuts that were asked for: some ten bytes for each document and cut. */
const maxChoices = 4

/** What a step found in a project, or null when it has not run to its end. */
export async function findStoredDuplicates(project: OpenProject, step: string, waiting?: AbortSignal) {
  const pairs = await getStepResults(project).findPairs(step, waiting)
  if (!pairs) return null
  const stored = known.get(pairs) ?? createStoredDuplicates(project, pairs)
  known.set(pairs, stored)
  return stored
}

const known = new WeakMap<CorpusPairs, StoredDuplicates>()

function createStoredDuplicates(project: OpenProject, pairs: CorpusPairs): StoredDuplicates {
  // Documents that are added later are in no pair.
  const { documentCount } = project
  const forest = createSharedLoads<Awaited<ReturnType<typeof growForest>>>(1)
  const ranks = createSharedLoads<Uint32Array>(maxChoices)
  const choices = createSharedLoads<ChosenClusters>(maxChoices)
  const loadForest = (waiting?: AbortSignal) => forest.get('', (loading) => growForest(pairs, documentCount, loading), waiting)

  const loadRanks = (criteria: readonly KeepCriterion[], waiting?: AbortSignal) =>
    ranks.get(
      criteria.join(),
      async (signal) => {
        const widest = await clusterAt(await loadForest(signal), 0, signal)
        return rankDocuments(widest, {
          criteria,
          readFacts: (ids) => readKeepFacts({ reader: project.reader, snapshot: project }, ids, signal),
          signal,
        })
      },
      waiting,
    )

  async function choose(cut: number, keep: readonly KeepCriterion[], loading: AbortSignal): Promise<ChosenClusters> {
    const grown = await loadForest(loading)
    const clusters = await clusterAt(grown, cut, loading)
    const rankOf = await loadRanks(keep, loading)
    const keptOf = await chooseKept(clusters, { ranks: rankOf }, loading)
    const similarity = await measureKeptSimilarity({ pairs, forest: grown, cut, clusters, keptOf }, loading)
    return { clusters, bySize: await sortBySize(clusters, loading), ranks: rankOf, keptOf, similarity }
  }

  return {
    pairs,
    choose: ({ jaccard, keep }, waiting) =>
      choices.get(`${jaccard} ${keep.join()}`, (loading) => choose(jaccard, keep, loading), waiting),
  }
}

function sortBySize(clusters: Clusters, signal: AbortSignal): Promise<Uint32Array> {
  const sizes = new Float32Array(clusters.starts.length - 1)
  // Negative, so that equal sizes stay in the order of their clusters.
  for (let place = 0; place < sizes.length; place++) sizes[place] = -membersOf(clusters, place).length
  return sortColumn(sizes, signal)
}

import { setImmediate } from 'node:timers/promises'
import { inSlices } from '../../platform/in-slices.ts'
import { listIds } from '../../platform/list-ids.ts'
import type { CorpusPairs } from '../steps/step.ts'
import { findKeptIn } from './choose-kept.ts'
import { type Clusters, membersOf } from './cluster-at.ts'
import { findNeighbours, type Neighbours } from './forest-neighbours.ts'
import type { PairForest } from './pair-forest.ts'

/** How each duplicate is connected with the document that is kept in its stead. */
export interface KeptSimilarity {
  /**
   * The Jaccard similarity of the two where their pair is known; else that of the weakest pair on the strongest way from one to the other. NaN
   * for documents that duplicate none.
   */
  readonly jaccards: Float32Array
  /** 1 where the pair of the two is known. */
  readonly isDirect: Uint8Array
  /** The next document on the strongest way to the kept one, whether or not the pair is known. A document that duplicates none has its own id. */
  readonly via: Uint32Array
}

/** What `chooseKept` made of the clusters of a forest at a cut. */
export interface KeptClusters {
  readonly pairs: CorpusPairs
  readonly forest: PairForest
  readonly cut: number
  readonly clusters: Clusters
  readonly keptOf: Uint32Array
}

/** Members of clusters handled before other work gets its turn. */
const sliceLength = 1 << 18

/** Connects every duplicate with its kept document: by the pairs of the forest that reach the cut, and by their own pair where one is stored. */
export async function measureKeptSimilarity(kept: KeptClusters, signal?: AbortSignal): Promise<KeptSimilarity> {
  const { clusters, keptOf, forest, cut } = kept
  const found = {
    jaccards: new Float32Array(keptOf.length).fill(Number.NaN),
    isDirect: new Uint8Array(keptOf.length),
    via: listIds(keptOf.length),
  }
  const neighbours = await findNeighbours(forest, cut, signal)
  let untilTurn = sliceLength
  for (let cluster = 0; cluster + 1 < clusters.starts.length; cluster++) {
    const members = membersOf(clusters, cluster)
    const kept = findKeptIn(members, keptOf)
    if (kept !== null) spread(found, neighbours, kept)
    untilTurn -= members.length
    if (untilTurn > 0) continue
    untilTurn = sliceLength
    await setImmediate()
    signal?.throwIfAborted()
  }
  await takeDirectPairs(found, kept, signal)
  return found
}

/** Walks from the kept document over the forest, in which there is one way to each member. */
function spread({ jaccards, via }: KeptSimilarity, { starts, targets, jaccards: strengths }: Neighbours, kept: number): void {
  const open = [kept]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const weakest = at === kept ? 1 : (jaccards[at] as number)
    for (let place = starts[at] as number; place < (starts[at + 1] as number); place++) {
      const next = targets[place] as number
      if (next === via[at] || next === kept) continue
      via[next] = at
      jaccards[next] = Math.min(weakest, strengths[place] as number)
      open.push(next)
    }
  }
}

async function takeDirectPairs(found: KeptSimilarity, kept: KeptClusters, signal: AbortSignal | undefined): Promise<void> {
  const { pairs, keptOf } = kept
  const bound = Math.fround(kept.cut)
  const take = (duplicate: number, other: number, jaccard: number) => {
    if (keptOf[duplicate] !== other) return
    found.jaccards[duplicate] = jaccard
    found.isDirect[duplicate] = 1
  }
  await inSlices({ length: pairs.firsts.length, signal }, (start, end) => {
    for (let pair = start; pair < end; pair++) {
      const jaccard = pairs.jaccards[pair] as number
      if (!(jaccard >= bound)) continue
      const first = pairs.firsts[pair] as number
      const second = pairs.seconds[pair] as number
      take(first, second, jaccard)
      take(second, first, jaccard)
    }
  })
}

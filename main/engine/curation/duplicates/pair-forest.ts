import { sortValues } from '#native'
import { findFirstPlace } from '../../platform/find-first-place.ts'
import { inSlices } from '../../platform/in-slices.ts'
import { createDisjointSets } from '../steps/disjoint-sets.ts'
import type { CorpusPairs } from '../steps/step.ts'

/**
 * As few of a corpus' pairs as tell what belongs together at every cut: a maximum spanning forest, from the highest Jaccard similarity to the
 * lowest. Fewer than documents, so that moving a cut costs the same however many pairs there are.
 */
export interface PairForest {
  /** Documents of the project: ids are below it. */
  readonly documentCount: number
  readonly firsts: Uint32Array
  readonly seconds: Uint32Array
  readonly jaccards: Float32Array
}

/**
 * Grows the forest by Kruskal's algorithm. Any two documents are connected in it by the path whose weakest pair is as strong as it can be. Gives
 * way to other work every few milliseconds.
 */
export async function growForest(pairs: CorpusPairs, documentCount: number, signal?: AbortSignal): Promise<PairForest> {
  const order = await sortValues(pairs.jaccards, { signal })
  const sets = createDisjointSets(documentCount)
  const chosen = new Uint32Array(Math.min(order.length, documentCount))
  let count = 0
  await inSlices({ length: order.length, signal }, (start, end) => {
    for (let place = start; place < end; place++) {
      const pair = order[order.length - 1 - place] as number
      if (sets.unite(pairs.firsts[pair] as number, pairs.seconds[pair] as number)) chosen[count++] = pair
    }
  })
  return { documentCount, ...pickPairs(pairs, chosen.subarray(0, count)) }
}

function pickPairs(pairs: CorpusPairs, chosen: Uint32Array): CorpusPairs {
  const picked = {
    firsts: new Uint32Array(chosen.length),
    seconds: new Uint32Array(chosen.length),
    jaccards: new Float32Array(chosen.length),
  }
  for (let place = 0; place < chosen.length; place++) {
    const pair = chosen[place] as number
    picked.firsts[place] = pairs.firsts[pair] as number
    picked.seconds[place] = pairs.seconds[pair] as number
    picked.jaccards[place] = pairs.jaccards[pair] as number
  }
  return picked
}

/** How many pairs of the forest reach the cut: they are its first. A cut is compared as it is stored, in single precision. */
export function countReaching({ jaccards }: PairForest, cut: number): number {
  const bound = Math.fround(cut)
  return findFirstPlace(jaccards.length, (pair) => !((jaccards[pair] as number) >= bound))
}

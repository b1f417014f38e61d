import type { DuplicatePairs } from '#native'
import { createDisjointSets } from '../disjoint-sets.ts'
import type { CorpusPairs } from '../step.ts'

/** Takes pairs in parts, and keeps no more than may be stored. */
export interface PairCollector {
  add(pairs: DuplicatePairs): void
  /** Pairs as places in the corpus, in no order. */
  finish(): CorpusPairs
}

/**
 * Thousands of files made from one template are millions of pairs. Beyond `maxPairs` only those stay that tell what belongs together at every cut
 * (a maximum spanning forest), and of the others the most similar: clusters are the same as if all had stayed.
 *
 * @param maxPairs at least twice `documentCount`.
 */
export function createPairCollector(documentCount: number, maxPairs: number): PairCollector {
  let parts: CorpusPairs[] = []
  let count = 0

  return {
    add({ firsts, seconds, exactJaccard }) {
      parts.push({ firsts, seconds, jaccards: exactJaccard })
      count += firsts.length
      if (count <= 2 * maxPairs) return
      parts = [thinPairs(joinPairs(parts), documentCount, maxPairs)]
      count = parts[0]?.firsts.length ?? 0
    },
    finish() {
      const joined = joinPairs(parts)
      return count <= maxPairs ? joined : thinPairs(joined, documentCount, maxPairs)
    },
  }
}

function joinPairs(parts: readonly CorpusPairs[]): CorpusPairs {
  const length = parts.reduce((sum, { firsts }) => sum + firsts.length, 0)
  const joined = { firsts: new Uint32Array(length), seconds: new Uint32Array(length), jaccards: new Float32Array(length) }
  let start = 0
  for (const { firsts, seconds, jaccards } of parts) {
    joined.firsts.set(firsts, start)
    joined.seconds.set(seconds, start)
    joined.jaccards.set(jaccards, start)
    start += firsts.length
  }
  return joined
}

/** The forest by Kruskal's algorithm, and the strongest of the other pairs until there are enough. */
function thinPairs(pairs: CorpusPairs, documentCount: number, maxPairs: number): CorpusPairs {
  const order = sortByStrength(pairs)
  const sets = createDisjointSets(documentCount)
  const isOfForest = new Uint8Array(order.length)
  let others = maxPairs
  for (const pair of order) {
    if (!sets.unite(pairs.firsts[pair] as number, pairs.seconds[pair] as number)) continue
    isOfForest[pair] = 1
    others--
  }
  const chosen = order.filter((pair) => isOfForest[pair] === 1 || others-- > 0)
  return {
    firsts: chosen.map((pair) => pairs.firsts[pair] as number),
    seconds: chosen.map((pair) => pairs.seconds[pair] as number),
    jaccards: Float32Array.from(chosen, (pair) => pairs.jaccards[pair] as number),
  }
}

/** Places of pairs from the most similar to the least, equal ones by their documents: not by the order in which they came. */
function sortByStrength({ firsts, seconds, jaccards }: CorpusPairs): Uint32Array {
  return Uint32Array.from(firsts.keys()).sort(
    (a, b) =>
      (jaccards[b] as number) - (jaccards[a] as number) ||
      (firsts[a] as number) - (firsts[b] as number) ||
      (seconds[a] as number) - (seconds[b] as number),
  )
}

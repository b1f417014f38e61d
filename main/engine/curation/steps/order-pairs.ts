import type { CorpusPairs } from './step.ts'

/** Pairs in any order, each once, as places in the corpus: `firsts[i] < seconds[i]`. */
type PlacePairs = CorpusPairs

/**
 * Puts pairs into ascending order and names them by document.
 *
 * @param ids the document at each place, in ascending order.
 */
export function orderPairs(pairs: PlacePairs, ids: Uint32Array): CorpusPairs {
  const bySecond = sortBy(pairs, pairs.seconds, ids.length)
  const { firsts, seconds, jaccards } = sortBy(bySecond, bySecond.firsts, ids.length)
  const idAt = (place: number) => ids[place] as number
  return { firsts: firsts.map(idAt), seconds: seconds.map(idAt), jaccards }
}

/** A stable counting sort: what is equal stays in its order. */
function sortBy(pairs: PlacePairs, keys: Uint32Array, keyCount: number): PlacePairs {
  const next = new Uint32Array(keyCount + 1)
  for (const key of keys) next[key + 1] = (next[key + 1] as number) + 1
  for (let key = 1; key < next.length; key++) next[key] = (next[key] as number) + (next[key - 1] as number)
  const sorted = {
    firsts: new Uint32Array(keys.length),
    seconds: new Uint32Array(keys.length),
    jaccards: new Float32Array(keys.length),
  }
  for (let pair = 0; pair < keys.length; pair++) {
    const key = keys[pair] as number
    const place = next[key] as number
    next[key] = place + 1
    sorted.firsts[place] = pairs.firsts[pair] as number
    sorted.seconds[place] = pairs.seconds[pair] as number
    sorted.jaccards[place] = pairs.jaccards[pair] as number
  }
  return sorted
}

import { inSlices } from '../../platform/in-slices.ts'
import { countReaching, type PairForest } from './pair-forest.ts'

/** For each document those that the forest connects it with directly: `targets` from `starts[id]` to `starts[id + 1]`. */
export interface Neighbours {
  readonly starts: Uint32Array
  readonly targets: Uint32Array
  readonly jaccards: Float32Array
}

/** The neighbours by the pairs of the forest that reach the cut, from the most similar to the least. */
export async function findNeighbours(forest: PairForest, cut: number, signal?: AbortSignal): Promise<Neighbours> {
  const { documentCount, firsts, seconds } = forest
  const pairCount = countReaching(forest, cut)
  // One place more than documents: first `starts[id + 2]` counts, then `starts[id + 1]` is where the next neighbour of `id` goes.
  const starts = new Uint32Array(documentCount + 2)
  const count = (id: number) => {
    starts[id + 2] = (starts[id + 2] as number) + 1
  }
  for (let pair = 0; pair < pairCount; pair++) {
    count(firsts[pair] as number)
    count(seconds[pair] as number)
  }
  for (let id = 1; id < starts.length; id++) starts[id] = (starts[id] as number) + (starts[id - 1] as number)
  const found = { targets: new Uint32Array(2 * pairCount), jaccards: new Float32Array(2 * pairCount) }
  const add = (from: number, to: number, jaccard: number) => {
    const place = starts[from + 1] as number
    starts[from + 1] = place + 1
    found.targets[place] = to
    found.jaccards[place] = jaccard
  }
  await inSlices({ length: pairCount, signal }, (start, end) => {
    for (let pair = start; pair < end; pair++) {
      const jaccard = forest.jaccards[pair] as number
      add(firsts[pair] as number, seconds[pair] as number, jaccard)
      add(seconds[pair] as number, firsts[pair] as number, jaccard)
    }
  })
  return { starts: starts.subarray(0, documentCount + 1), ...found }
}

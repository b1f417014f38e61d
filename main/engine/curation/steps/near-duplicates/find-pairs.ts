import type { DuplicateIndex } from '#native'
import { orderPairs } from '../order-pairs.ts'
import type { CorpusOutput, CorpusPairs } from '../step.ts'
import { createPairCollector } from './collect-pairs.ts'
import type { IndexEntries } from './index-entries.ts'
import type { NearDuplicatesParameters } from './near-duplicates-parameters.ts'

interface Work {
  readonly parameters: NearDuplicatesParameters
  readonly signal: AbortSignal
  progress(fraction: number): void
}

/** Pairs that are stored at most: twelve bytes each. */
const leastStored = 2 ** 20
const storedPerEntry = 5

/** All pairs of entries whose exact similarity reaches the floor, as far as `createPairCollector` keeps them. */
export async function findPairs(index: DuplicateIndex, entries: IndexEntries, work: Work): Promise<CorpusOutput> {
  const { floor, bands, rows } = work.parameters
  const found = createPairCollector(entries.ids.length, Math.max(leastStored, storedPerEntry * entries.ids.length))
  await index.findPairs({
    threshold: floor,
    ...(bands !== null && rows !== null && { bands: { bands, rows } }),
    maxDocuments: entries.maxRead,
    readDocuments: entries.read,
    onPairs: found.add,
    // Finding candidates takes about a third, and comparing them the rest.
    onProgress: ({ phase, done, total }) =>
      work.progress((phase === 'bands' ? 0 : 1 / 3) + share(done, total) * (phase === 'bands' ? 1 / 3 : 2 / 3)),
    signal: work.signal,
  })
  const pairs = found.finish()
  return { pairs: orderPairs(pairs, entries.ids), signals: { nearest_jaccard: findNearest(pairs, entries) } }
}

function share(done: number, total: number): number {
  return total === 0 ? 1 : done / total
}

/** For each place in the corpus the highest similarity of its entry, NaN without a pair. */
function findNearest({ firsts, seconds, jaccards }: CorpusPairs, { ids, entryOf }: IndexEntries): Float32Array {
  const nearest = new Float32Array(ids.length).fill(Number.NaN)
  const note = (entry: number, jaccard: number) => {
    if (!((nearest[entry] as number) >= jaccard)) nearest[entry] = jaccard
  }
  for (let pair = 0; pair < firsts.length; pair++) {
    note(firsts[pair] as number, jaccards[pair] as number)
    note(seconds[pair] as number, jaccards[pair] as number)
  }
  return Float32Array.from(entryOf, (entry) => nearest[entry] as number)
}

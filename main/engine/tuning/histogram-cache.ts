import type { Histogram, HistogramRequest, SignalRange } from '#contracts/tuning'
import type { Crossfilter, FollowedBins } from '../platform/tuning-kernel.ts'
import { computeEdges, toHistogram } from './histogram.ts'

/**
 * Histograms followed beside those that are asked for: with the languages, as many as the kernel has room for in half a line of the cache for
 * each document.
 */
const maxFollowed = 13

/** A histogram that is wanted, with the values that it is of. */
export interface HistogramOf {
  readonly request: HistogramRequest
  readonly column: Float32Array
  readonly range: SignalRange
}

/** Histograms that were asked for lately, each kept up to date with the rules. */
export interface HistogramCache {
  /** In the order of the requests, under the rules that are in force in the crossfilter. */
  read(wanted: readonly HistogramOf[]): Histogram[]
}

interface Entry {
  /** Other values of the signal fall into other bins. */
  readonly column: Float32Array
  readonly edges: Float64Array<ArrayBuffer>
  readonly bins: FollowedBins
}

export function createHistogramCache(crossfilter: Crossfilter): HistogramCache {
  // In the order of use, the longest unused first.
  const entries = new Map<string, Entry>()

  function end(key: string): void {
    entries.get(key)?.bins.end()
    entries.delete(key)
  }

  function follow({ request, column, range }: HistogramOf): Entry {
    const edges = computeEdges(request, column, range)
    return { column, edges, bins: crossfilter.follow(column, edges) }
  }

  return {
    read(wanted) {
      const byKey = new Map(wanted.map((each) => [toKey(each.request), each]))
      for (const [key, { column }] of byKey) if (entries.get(key)?.column !== column) end(key)
      const news = [...byKey.keys()].filter((key) => !entries.has(key)).length
      // What goes leaves its room to what comes.
      for (const key of [...entries.keys()]) {
        if (entries.size + news <= Math.max(maxFollowed, byKey.size)) break
        if (!byKey.has(key)) end(key)
      }
      for (const [key, each] of byKey) {
        const entry = entries.get(key) ?? follow(each)
        entries.delete(key)
        entries.set(key, entry)
      }
      return wanted.map(({ request }) => {
        const { edges, bins } = entries.get(toKey(request)) as Entry
        return toHistogram(request, edges, bins)
      })
    },
  }
}

function toKey({ signal, bins, scale, range }: HistogramRequest): string {
  return JSON.stringify([signal, bins, scale, range?.min, range?.max])
}

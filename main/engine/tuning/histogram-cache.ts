import type { Histogram, HistogramRequest, SignalRange } from '#contracts/tuning'
import type { Crossfilter } from './crossfilter.ts'
import { type Binning, createBinning, toHistogram } from './histogram.ts'

/** Binnings to remember: one for each row that the view shows, at two bytes per document. */
const maxBinnings = 16
/** Previews for which a binning is followed after its last use. Following costs each frame; starting again costs a pass over all documents. */
const followedPreviews = 32

interface Entry {
  /** Other values of the signal need another binning. */
  column: Float32Array
  binning: Binning
  lastRead: number
}

interface HistogramData {
  column: Float32Array
  range: SignalRange
  crossfilter: Crossfilter
}

/** Histograms that were asked for lately, each kept up to date with the rules while it is in use. */
export function createHistogramCache() {
  // In the order of use, the longest unused first.
  const entries = new Map<string, Entry>()
  let readCount = 0

  function getBinning(request: HistogramRequest, data: HistogramData): Binning {
    const { signal, bins, scale, range } = request
    const key = JSON.stringify([signal, bins, scale, range?.min, range?.max])
    const known = entries.get(key)
    const { column } = data
    const entry = known?.column === column ? known : { column, binning: createBinning(request, column, data.range), lastRead: 0 }
    if (known && known !== entry) data.crossfilter.unfollow(known.binning)
    entry.lastRead = readCount
    entries.delete(key)
    entries.set(key, entry)
    return entry.binning
  }

  return {
    /** The histogram under the rules that are in force in the crossfilter. */
    read(request: HistogramRequest, data: HistogramData): Histogram {
      readCount++
      const binning = getBinning(request, data)
      for (const [key, entry] of entries) {
        if (readCount - entry.lastRead > followedPreviews) data.crossfilter.unfollow(entry.binning)
        if (entries.size > maxBinnings) {
          data.crossfilter.unfollow(entry.binning)
          entries.delete(key)
        }
      }
      data.crossfilter.follow(binning)
      return toHistogram(request, binning)
    },
  }
}

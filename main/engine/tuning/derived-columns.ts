import type { SignalRange } from '#contracts/tuning'
import { Crossfilter } from './crossfilter.ts'
import { createHistogramCache } from './histogram-cache.ts'
import { createReadyRuleCache, type ReadyRuleCache } from './rules/ready-rules.ts'
import { measureRange } from './signal-range.ts'

/** What is derived from columns and costs a pass over all documents, kept as long as the same columns come back. */
export interface DerivedColumns {
  getRange(signal: string, column: Float32Array): SignalRange
  readonly readyRules: ReadyRuleCache
  /** For these documents; of the last sizes only, because other sizes are other documents. */
  getFilter(sizes: Float64Array): { crossfilter: Crossfilter; histograms: ReturnType<typeof createHistogramCache> }
}

export function createDerivedColumns(): DerivedColumns {
  const ranges = new WeakMap<Float32Array, SignalRange>()
  let filter: { sizes: Float64Array; of: ReturnType<DerivedColumns['getFilter']> } | null = null
  return {
    readyRules: createReadyRuleCache(),
    getRange(signal, column) {
      const range = ranges.get(column) ?? measureRange(signal, column)
      ranges.set(column, range)
      return range
    },
    getFilter(sizes) {
      if (filter?.sizes !== sizes) {
        filter = { sizes, of: { crossfilter: new Crossfilter(sizes), histograms: createHistogramCache() } }
      }
      return filter.of
    },
  }
}

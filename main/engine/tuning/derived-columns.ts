import type { SignalRange } from '#contracts/tuning'
import { type Crossfilter, createCrossfilter } from '../platform/tuning-kernel.ts'
import { createHistogramCache, type HistogramCache } from './histogram-cache.ts'
import { createLanguageMix, type LanguageMix } from './language-mix.ts'
import { createReadyRuleCache, type ReadyRuleCache } from './rules/ready-rules.ts'
import { measureRange } from './signal-range.ts'

/** What is derived from columns and costs a pass over all documents, kept as long as the same columns come back. */
export interface DerivedColumns {
  getRange(signal: string, column: Float32Array): SignalRange
  readonly readyRules: ReadyRuleCache
  /** For these documents; of the last sizes only, because other sizes are other documents. It works until other sizes are asked for. */
  getFilter(sizes: Float64Array): Filter
}

/** A crossfilter with what it follows. */
export interface Filter {
  readonly crossfilter: Crossfilter
  readonly histograms: HistogramCache
  readonly languageMix: LanguageMix
}

function createFilter(sizes: Float64Array): Filter {
  const crossfilter = createCrossfilter(sizes)
  return { crossfilter, histograms: createHistogramCache(crossfilter), languageMix: createLanguageMix(crossfilter) }
}

export function createDerivedColumns(): DerivedColumns {
  const ranges = new WeakMap<Float32Array, SignalRange>()
  let filter: { sizes: Float64Array; of: Filter } | null = null
  return {
    readyRules: createReadyRuleCache(),
    getRange(signal, column) {
      const range = ranges.get(column) ?? measureRange(signal, column)
      ranges.set(column, range)
      return range
    },
    getFilter(sizes) {
      if (filter?.sizes === sizes) return filter.of
      filter?.of.crossfilter.close()
      filter = null
      filter = { sizes, of: createFilter(sizes) }
      return filter.of
    },
  }
}

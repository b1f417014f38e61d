import type { LanguageShare } from '#contracts/tuning'
import type { BinAmounts, Crossfilter, FollowedBins } from '../platform/tuning-kernel.ts'
import type { Category } from './rules/rule-columns.ts'

/** What is kept of each language, followed from the first time that it is read. */
export interface LanguageMix {
  /** Under the rules that are in force in the crossfilter. */
  read(languages: Category): LanguageShare[]
}

export function createLanguageMix(crossfilter: Crossfilter): LanguageMix {
  let followed: { places: Category['places']; count: number; bins: FollowedBins } | null = null

  /** A language is a bin whose edges are its place and the next one. */
  function follow({ places, values }: Category): FollowedBins {
    if (followed?.places === places && followed.count === values.length) return followed.bins
    followed?.bins.end()
    followed = null
    const column = places instanceof Float32Array ? places : Float32Array.from(places)
    const edges = Float64Array.from({ length: values.length + 1 }, (_, place) => place)
    const bins = crossfilter.follow(column, edges, { countsBytes: true })
    followed = { places, count: values.length, bins }
    return bins
  }

  return {
    read(languages) {
      if (languages.values.length === 0) return []
      const { whole, readKept } = follow(languages)
      const kept = readKept()
      const shares = languages.values.map((language, place) => ({
        language,
        whole: amountOf(whole, place),
        kept: amountOf(kept, place),
      }))
      return shares.filter((share) => share.whole.documents > 0).sort((one, other) => other.whole.bytes - one.whole.bytes)
    },
  }
}

function amountOf({ documents, bytes }: BinAmounts, place: number) {
  return { documents: documents[place] ?? 0, bytes: bytes[place] ?? 0 }
}

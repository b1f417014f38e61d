import type { DocumentBatch } from '#native'

/**
 * The last document of a training: a character of private use. As in lmplz, the n-gram that ends in the newest word counts otherwise than
 * the rest in the estimate of the discounts. With this one, which counts the same either way, a model is the same in any order of documents.
 */
export function makeNeutralDocument(): DocumentBatch {
  const bytes = new TextEncoder().encode('\u{e5c3}')
  return { bytes, offsets: Uint32Array.of(0, bytes.length) }
}

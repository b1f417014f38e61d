import type { TokenBasis } from '#contracts/curation-report'
import type { ColumnSnapshot } from '../../dataset/project/project.ts'
import { tokenCountName } from '../steps/model-perplexity/model-signals.ts'
import { estimateTokens, tokenizerOfEstimate } from './estimate-tokens.ts'

/** How many tokens each document has, by its id, and where that is known from. */
export interface TokenCounts {
  readonly tokens: Float64Array
  readonly basis: TokenBasis
}

/**
 * The tokens of all documents of a snapshot, without reading a text: as a step counted them, otherwise as many as what the import measured
 * lets expect. Counts are of the model that the step asked; estimates are brought to the same measure by the documents that have both.
 */
export async function readTokenCounts(snapshot: ColumnSnapshot, signal?: AbortSignal): Promise<TokenCounts> {
  const names = new Set(snapshot.listSignals().map(({ name }) => name))
  const read = (name: string) => (names.has(name) ? snapshot.readColumn(name, signal) : new Float32Array())
  const [sizes, languageIds] = [await snapshot.sizesBytes(signal), await snapshot.languageIds(signal)]
  const [alphabetic, alphanumeric] = [await read('alphabetic_fraction'), await read('alphanumeric_fraction')]
  const languages = snapshot.languages()
  const tokens = sizes.map((sizeBytes, id) =>
    estimateTokens({
      sizeBytes,
      alphabetic: alphabetic[id] ?? Number.NaN,
      alphanumeric: alphanumeric[id] ?? Number.NaN,
      language: languages[languageIds[id] as number] ?? '',
    }),
  )
  const countedDocuments = takeCounts(tokens, await read(tokenCountName))
  return { tokens, basis: { tokenizer: countedDocuments > 0 ? null : tokenizerOfEstimate, countedDocuments } }
}

/** Puts counts in the place of estimates, and multiplies the other estimates with what those were off by. Gives the number of counts. */
function takeCounts(tokens: Float64Array, counts: Float32Array): number {
  let [counted, estimated, documents] = [0, 0, 0]
  for (const [id, count] of counts.entries()) {
    if (Number.isNaN(count)) continue
    counted += count
    estimated += tokens[id] as number
    documents++
  }
  if (documents === 0) return 0
  for (const [id, estimate] of tokens.entries()) {
    const count = counts[id] ?? Number.NaN
    tokens[id] = Number.isNaN(count) ? Math.round((estimate * counted) / estimated) : count
  }
  return documents
}

import type { TokenBasis } from '#contracts/curation-report'
import type { ColumnSnapshot } from '../../dataset/project/project.ts'
import { estimateTokens, tokenizerOfEstimate } from './estimate-tokens.ts'

/** How many tokens each document has, by its id, and where that is known from. */
export interface TokenCounts {
  readonly tokens: Float64Array
  readonly basis: TokenBasis
}

/** The tokens of all documents of a snapshot, without reading a text: what the import measured says how many there are, nearly. */
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
  return { tokens, basis: { tokenizer: tokenizerOfEstimate, countedDocuments: 0 } }
}

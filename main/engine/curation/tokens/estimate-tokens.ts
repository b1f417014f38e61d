/** The tokenizer whose counts are estimated: that of the model that comes with the program. */
export const tokenizerOfEstimate = 'codeshell-small'

/** Tokens for a byte of a letter, of a digit and of anything else, as `npm run bench -- tokens` fits them to the sample data. */
export const tokensByKind = { letter: 0.278, digit: 1.689, other: 0.359 } as const

/** What the estimate of a language is multiplied with, from the same; languages with fewer than 30 documents there have 1. */
export const tokensByLanguage: ReadonlyMap<string, number> = new Map([
  ['C', 0.98],
  ['C++', 0.909],
  ['Go', 1.059],
  ['Java', 0.851],
  ['JavaScript', 1.168],
  ['Kotlin', 0.957],
  ['Markdown', 1.278],
  ['Python', 0.94],
  ['Rust', 0.992],
  ['SCSS', 1.129],
  ['Text', 0.965],
  ['TypeScript', 0.9],
])

export interface MeasuredSize {
  readonly sizeBytes: number
  /** Signals of the import, 0 to 1; NaN where they are missing. */
  readonly alphabetic: number
  readonly alphanumeric: number
  readonly language: string
}

/**
 * The tokens of a document, from what its import measured; docs/decisions/0031-tokens-are-estimated.md has how far they are off.
 */
export function estimateTokens({ sizeBytes, alphabetic, alphanumeric, language }: MeasuredSize): number {
  const { letter, digit, other } = tokensByKind
  const isMeasured = alphanumeric >= alphabetic && alphabetic >= 0
  const perByte = isMeasured ? letter * alphabetic + digit * (alphanumeric - alphabetic) + other * (1 - alphanumeric) : typical
  const tokens = Math.round(sizeBytes * perByte * (tokensByLanguage.get(language) ?? 1))
  return sizeBytes === 0 ? 0 : Math.max(1, tokens)
}

/** Tokens for a byte of the sample data as a whole. */
const typical = 0.355

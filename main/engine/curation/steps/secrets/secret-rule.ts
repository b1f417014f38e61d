/** What a secret is, as far as a text tells. */
export type SecretType = 'service-key' | 'private-key' | 'web-token' | 'password' | 'generic-key' | 'example-key'

/** What makes a match none. Texts are Latin-1: one character for each byte. */
export interface Exemption {
  /** What the patterns look at: the secret, the whole match with the name before it, or the lines around. */
  readonly target: 'secret' | 'match' | 'line'
  readonly patterns: readonly RegExp[]
  /** In small letters; they are looked for in the secret. */
  readonly stopwords: readonly string[]
  readonly paths: readonly RegExp[]
  /** Whether path and pattern must both hold. */
  readonly all: boolean
}

/** One way to tell a secret. */
export interface SecretRule {
  readonly id: string
  readonly type: SecretType
  /** Sticky. Its last group that took part is the secret, or else the match. Every repetition has an end. */
  readonly pattern: RegExp
  /** Where a match may begin: at one of these words, in small letters. */
  readonly keywords: readonly string[]
  /** How many characters before the keyword a match may begin. */
  readonly lead: number
  /** The secret's entropy must be above this, in bits for each character. */
  readonly entropy: number
  /** Only documents with such a path. */
  readonly path?: RegExp
  readonly exemptions: readonly Exemption[]
}

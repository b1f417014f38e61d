/**
 * A trigram is three bytes of a text in a row, ASCII letters in lower case, as a number of 24 bits. Bytes and not characters: three of them
 * are one Chinese character, so that one is enough to search by, and bytes that are no UTF-8 need no rule of their own.
 */
export const trigramCount = 1 << 24

/** Each byte as it counts in a trigram. */
export const foldedBytes = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte))

/** What a text must have, as far as trigrams tell: `all` is any text, a list holds trigrams of which all must be there. */
export type TrigramNeed =
  | { type: 'all' }
  | { type: 'trigrams'; codes: readonly number[] }
  | { type: 'and' | 'or'; parts: readonly TrigramNeed[] }

/** Needs together; what any text has adds nothing. */
export function needAll(parts: readonly TrigramNeed[]): TrigramNeed {
  const real = parts.filter(({ type }) => type !== 'all')
  return real.length > 1 ? { type: 'and', parts: real } : (real[0] ?? { type: 'all' })
}

/** One of the needs; that is none where one of them is none. */
export function needOne(parts: readonly TrigramNeed[]): TrigramNeed {
  if (parts.length === 0 || parts.some(({ type }) => type === 'all')) return { type: 'all' }
  return parts.length === 1 ? (parts[0] as TrigramNeed) : { type: 'or', parts }
}

/**
 * What a text that has these characters in a row must have. Without `matchCase`, letters that have two cases and are not ASCII may stand
 * there as other bytes, so trigrams that they take part in are left out.
 */
export function needCharacters(text: string, matchCase: boolean): TrigramNeed {
  const codes = new Set<number>()
  for (const run of text.split(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\ufffd/)) {
    for (const piece of matchCase ? [run] : splitAtCases(run)) addTrigrams(codes, Buffer.from(piece))
  }
  return codes.size === 0 ? { type: 'all' } : { type: 'trigrams', codes: [...codes] }
}

function splitAtCases(text: string): string[] {
  const pieces = ['']
  for (const character of text) {
    const hasCases = character.toLowerCase() !== character || character.toUpperCase() !== character
    if (hasCases && (character.codePointAt(0) as number) > 127) pieces.push('')
    else pieces[pieces.length - 1] += character
  }
  return pieces
}

function addTrigrams(codes: Set<number>, bytes: Uint8Array): void {
  for (let end = 2; end < bytes.length; end++) {
    const [first, second, third] = [bytes[end - 2], bytes[end - 1], bytes[end]].map(
      (byte) => foldedBytes[byte as number] as number,
    )
    codes.add(((first as number) << 16) | ((second as number) << 8) | (third as number))
  }
}

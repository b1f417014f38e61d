/** Lower-cased words: maximal runs of letters and numbers. */
export function splitWords(text: string): string[] {
  return toLowerAscii(text).match(/[\p{L}\p{N}]+/gu) ?? []
}

export function countCharacters(text: string): number {
  // Decoded text holds no lone surrogates, so every low one ends a character of two units.
  return text.length - countMatches(text, /[\udc00-\udfff]/g)
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

export function toLowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

export function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

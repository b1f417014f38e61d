/**
 * Data-Juicer's words: what blanks, tabs and line feeds part, without what is no letter at both ends. It cuts off a list of marks, digits,
 * signs and emoji, which has nearly everything that is no letter.
 */
export function splitWords(text: string): string[] {
  const words: string[] = []
  for (const piece of text.split(/[ \t\n]+/)) {
    const word = trim(piece)
    if (word !== '') words.push(word)
  }
  return words
}

const isLetter = /^[\p{L}\p{M}]$/u

function trim(piece: string): string {
  let start = 0
  let end = piece.length
  while (start < end && !startsWithLetter(piece, start)) start += (piece.codePointAt(start) as number) > 0xffff ? 2 : 1
  while (end > start && !endsWithLetter(piece, end)) end--
  return piece.slice(start, end)
}

function startsWithLetter(piece: string, at: number): boolean {
  const code = piece.charCodeAt(at)
  if (code < 128) return (code | 32) >= 97 && (code | 32) <= 122
  return isLetter.test(String.fromCodePoint(piece.codePointAt(at) as number))
}

function endsWithLetter(piece: string, end: number): boolean {
  const isSecondHalf = (piece.charCodeAt(end - 1) & 0xfc00) === 0xdc00 && end > 1
  return startsWithLetter(piece, isSecondHalf ? end - 2 : end - 1)
}

/**
 * The tokens `words`, stated with regular expressions: words of every script and single marks, after the word boundaries of UAX #29
 * with the deviations that docs/decisions/0014-near-duplicate-words.md lists.
 */
export function splitWordsReference(text: string): string[] {
  return text.replaceAll(ignoredPattern, '').match(tokenPattern) ?? []
}

/** White space, control characters and the zero-width space separate. */
const blank = '\\p{White_Space}\\p{Cc}\\u200B'
/** Joiners, soft hyphens, the byte order mark: as if they were not there. */
const ignoredPattern = /(?!\u200B)\p{Cf}/gu
const extend = '[\\p{M}\\p{Emoji_Modifier}]'
/** Scripts of which every letter is a token, as word boundaries would take a dictionary. */
const unspaced = ['Hiragana', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tai_Le', 'New_Tai_Lue', 'Tai_Tham', 'Tai_Viet', 'Ahom']
const single = `(?=[\\p{L}\\p{N}])[\\p{Ideographic}${unspaced.map((script) => `\\p{Script=${script}}`).join('')}]`
const word = `(?!${single}|${extend})[\\p{L}\\p{N}\\p{Pc}\\p{Alphabetic}]`
/** A word with its marks; a letter that stands alone with its marks; marks without a letter; any one other character with its marks. */
const tokenPattern = new RegExp(
  `(?:${word})(?:${word}|${extend})*|${single}${extend}*|${extend}+|[\\p{ASCII}--[\\s\\p{Cc}]]|[^${blank}]${extend}*`,
  'gv',
)

/** Matches tokens with a letter, a digit or an underscore in them. */
export const wordPattern = new RegExp(`${single}|${word}`, 'v')

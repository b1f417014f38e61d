import { writeClassRanges } from './class-ranges.ts'

/** Letters and numbers that are tokens by themselves. */
const single = [
  'Ideographic',
  ...['Hiragana', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tai_Le', 'New_Tai_Lue', 'Tai_Tham', 'Tai_Viet', 'Ahom'].map(
    (script) => `Script=${script}`,
  ),
].map((property) => `\\p{${property}}`)

/** The first that fits is the class. */
const classes: [name: string, pattern: RegExp][] = [
  ['Blank', /^[\p{White_Space}\p{Cc}\u200B]$/u],
  ['Ignored', /^\p{Cf}$/u],
  ['Extend', /^[\p{M}\p{Emoji_Modifier}]$/u],
  ['Single', new RegExp(`^(?=[\\p{L}\\p{N}])[${single.join('')}]$`, 'u')],
  ['Word', /^[\p{L}\p{N}\p{Pc}\p{Alphabetic}]$/u],
]

/**
 * Writes `native/duplicates/minhash/word-classes.inc` from the properties that regular expressions of the running Node know: the
 * classes of docs/decisions/0014-near-duplicate-words.md outside ASCII.
 *
 * Run it with `node native/tools/generate-word-classes.ts` when Node brings a newer Unicode version.
 */
writeClassRanges({
  file: new URL('../duplicates/minhash/word-classes.inc', import.meta.url),
  generator: 'native/tools/generate-word-classes.ts',
  meaning: 'Inclusive ranges of code points outside ASCII, ascending; those in none are kMark.',
  from: 0x80,
  classify: (character) => classes.find(([, pattern]) => pattern.test(character))?.[0],
})

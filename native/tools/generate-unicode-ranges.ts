import { writeClassRanges } from './class-ranges.ts'

/**
 * Writes `native/text/unicode-ranges.inc` from the `\p{L}` and `\p{N}` of the running Node.
 *
 * Run it with `node native/tools/generate-unicode-ranges.ts` when Node brings a newer Unicode version; the result is committed so
 * that a build needs no Node and every build counts the same characters as letters.
 */
writeClassRanges({
  file: new URL('../text/unicode-ranges.inc', import.meta.url),
  generator: 'native/tools/generate-unicode-ranges.ts',
  meaning:
    'Inclusive ranges of code points with the general category L (letters) or N (numbers), ascending; all others are neither.',
  from: 0,
  classify: (character) => (/^\p{L}$/u.test(character) ? 'Letter' : /^\p{N}$/u.test(character) ? 'Number' : undefined),
})

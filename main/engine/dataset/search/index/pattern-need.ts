import type { TextPattern } from '#contracts/query/query'
import { regexNeed } from './regex-need.ts'
import { needCharacters, type TrigramNeed } from './trigrams.ts'

/** What a text that has the pattern must have. */
export function patternNeed(pattern: TextPattern): TrigramNeed {
  return pattern.type === 'regex' ? regexNeed(pattern) : needCharacters(pattern.text, pattern.matchCase)
}

/** Whether a text that has what `patternNeed` says has the pattern: it is one trigram, whose case the index does not tell either. */
export function isWholeNeed(pattern: TextPattern): boolean {
  return pattern.type === 'substring' && !pattern.matchCase && /^[\0-\x7f]{3}$/.test(pattern.text)
}

import { maxTextMatches, type TextMatch } from '#contracts/dataset'
import type { TextPattern } from '#contracts/query/query'
import { toExpression } from './text-test.ts'

/** Where a text has the patterns, in the order of the text, at most `maxTextMatches`. Matches of nothing show nothing and are left out. */
export function findPlaces(text: string, patterns: readonly TextPattern[]): TextMatch[] {
  return patterns
    .flatMap((pattern) => findPattern(text, pattern))
    .sort((a, b) => a.offset - b.offset || b.length - a.length)
    .slice(0, maxTextMatches)
}

function findPattern(text: string, pattern: TextPattern): TextMatch[] {
  const places: TextMatch[] = []
  for (const { 0: match, index } of text.matchAll(toExpression(pattern, 'g'))) {
    if (match.length > 0) places.push({ offset: index, length: match.length })
    if (places.length === maxTextMatches) break
  }
  return places
}

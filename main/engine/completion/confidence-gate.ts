import type { GeneratedToken } from './generation.ts'
import type { LineMode } from './line-mode.ts'

/** How many tokens must be known before the start of a suggestion is judged. */
const START_TOKENS = 3
/**
 * Geometric mean of the first tokens' probabilities below which nothing is shown. Measured with the bundled model on real code:
 * on empty lines none of the suggestions below it began with the right three characters, and where a person types a line it hides
 * one suggestion in ten.
 */
const MIN_START_CONFIDENCE = 0.2
/** Geometric mean of a line's probabilities below which the line is not shown. */
const MIN_LINE_CONFIDENCE = 0.2

export type ConfidenceVerdict =
  /** Too few tokens to tell. */
  | { status: 'unknown' }
  | { status: 'low' }
  /** The first `length` characters may be shown; fewer than there are when a later line is doubtful. */
  | { status: 'confident'; length: number; finished: boolean }

/**
 * Whether the model is sure enough of its text to show it to somebody who did not ask.
 *
 * The same idea as llama.cpp's infill sampler (stop where the next token is uncertain), with two differences: it judges the
 * geometric mean of several tokens, because one doubtful token in a sure line is ordinary, and it works per line, because half a
 * line is seldom of use.
 */
export function judgeConfidence(
  tokens: readonly GeneratedToken[],
  options: { complete: boolean; mode: LineMode },
): ConfidenceVerdict {
  const start = tokens.slice(0, START_TOKENS)
  if (start.length < START_TOKENS && !options.complete && !start.some(({ text }) => text.includes('\n')))
    return { status: 'unknown' }
  if (meanConfidence(start) < MIN_START_CONFIDENCE) return { status: 'low' }

  let length = 0
  let line: GeneratedToken[] = []
  let hasText = false
  for (const [index, token] of tokens.entries()) {
    line.push(token)
    hasText ||= token.text.trim() !== ''
    const isLineEnd = token.text.includes('\n') || (options.complete && index === tokens.length - 1)
    if (!isLineEnd || !hasText) continue
    if (meanConfidence(line) < MIN_LINE_CONFIDENCE)
      return length === 0 ? { status: 'low' } : { status: 'confident', length, finished: true }
    length += line.reduce((sum, { text }) => sum + text.length, 0)
    line = []
    hasText = false
    if (options.mode === 'single') break
  }
  const total = tokens.reduce((sum, { text }) => sum + text.length, 0)
  return { status: 'confident', length: total, finished: false }
}

/** Geometric mean; 1 for no tokens. */
export function meanConfidence(tokens: readonly GeneratedToken[]): number {
  const sum = tokens.reduce((logs, { confidence }) => logs + Math.log(Math.max(confidence, 1e-9)), 0)
  return tokens.length === 0 ? 1 : Math.exp(sum / tokens.length)
}

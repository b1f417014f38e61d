import type { ConfidenceThresholds } from './confidence-thresholds.ts'
import type { GeneratedToken } from './generation.ts'
import type { LineMode } from './line-mode.ts'

/** How many tokens must be known before the start of a suggestion is judged. */
export const START_TOKENS = 3
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
  options: { complete: boolean; mode: LineMode; thresholds: ConfidenceThresholds },
): ConfidenceVerdict {
  const { thresholds } = options
  const start = tokens.slice(0, START_TOKENS)
  if (start.length < START_TOKENS && !options.complete && !start.some(({ text }) => text.includes('\n')))
    return { status: 'unknown' }
  if (meanConfidence(start) < thresholds.start) return { status: 'low' }

  let length = 0
  let line: GeneratedToken[] = []
  let hasText = false
  for (const [index, token] of tokens.entries()) {
    line.push(token)
    hasText ||= token.text.trim() !== ''
    const isLineEnd = token.text.includes('\n') || (options.complete && index === tokens.length - 1)
    if (!isLineEnd || !hasText) continue
    if (meanConfidence(line) < thresholds.line)
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

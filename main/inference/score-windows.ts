import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { ScoreReach } from '#contracts/inference'
import { readLogProbability, readSteps, type ScoreTurn, withLogits } from './read-steps.ts'

export interface TokensToScore {
  readonly tokens: readonly Token[]
  /** What stands before the first token of every window. */
  readonly begin: readonly Token[]
  /** Of which `strideTokens` is less than `windowTokens` unless there is a begin token. */
  readonly reach: ScoreReach
}

/**
 * Natural logarithms of the probabilities of all tokens, each given those before it in its window; NaN for the first where nothing begins.
 * A token that several windows hold is scored in the first of them, where it has most before it.
 */
export async function scoreWindows(
  sequence: LlamaContextSequence,
  { tokens, begin, reach }: TokensToScore,
  turn: ScoreTurn,
): Promise<Float64Array> {
  const values = new Float64Array(tokens.length).fill(Number.NaN)
  let scored = begin.length > 0 ? 0 : 1
  for (let start = 0; scored < tokens.length; start += reach.strideTokens) {
    const end = Math.min(start + reach.windowTokens, tokens.length)
    const window = [...begin, ...tokens.slice(start, end)]
    // Place in the window of the first token that has no value yet.
    const from = scored - start + begin.length
    values.set(await scoreWindow(sequence, window, from, turn), scored)
    scored = end
  }
  return values
}

/** Scores the tokens of a window from the place `from` on. */
async function scoreWindow(
  sequence: LlamaContextSequence,
  window: readonly Token[],
  from: number,
  turn: ScoreTurn,
): Promise<number[]> {
  await sequence.clearHistory()
  const input = window
    .slice(0, -1)
    .map((token, place) => (place + 1 < from ? token : withLogits(token, [window[place + 1] as Token])))
  const outputs = await readSteps(sequence, input, turn)
  return window.slice(from).map((token, place) => readLogProbability(outputs[from + place - 1], token))
}

import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from 'node-llama-cpp'
import { AppError } from '#contracts/errors'
import type { ScoreReach } from '#contracts/inference'

export interface ScoreTurn {
  readonly signal: AbortSignal
  /** Resolves when nobody waits for a completion. */
  waitForTurn(): Promise<void>
}

export interface TokensToScore {
  readonly tokens: readonly Token[]
  /** What stands before the first token of every window. */
  readonly begin: readonly Token[]
  /** Of which `strideTokens` is less than `windowTokens` unless there is a begin token. */
  readonly reach: ScoreReach
}

/** Tokens between two looks at whether a completion waits. */
const STEP_TOKENS = 128
/** A GPU reads so many in the time that the CPU takes for a few. */
const GPU_STEP_TOKENS = 512

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
  const stepTokens = sequence.model.gpuLayers > 0 ? GPU_STEP_TOKENS : STEP_TOKENS
  const values: number[] = []
  await sequence.clearHistory()
  for (let start = 0; start < window.length - 1; start += stepTokens) {
    await turn.waitForTurn()
    if (turn.signal.aborted) throw new AppError('model.not-loaded', 'The model was unloaded while texts were scored.', {})
    const step = window.slice(start, Math.min(start + stepTokens, window.length - 1))
    const input = step.map((token, index) => {
      const next = start + index + 1
      return next < from ? token : withLogits(token, window[next] as Token)
    })
    sequence.model.llama.maxThreads = sequence.context.idealThreads
    const results = await sequence.controlledEvaluate(input, { evaluationPriority: 1 })
    for (let index = Math.max(0, from - start - 1); index < step.length; index++) {
      const next = window[start + index + 1] as Token
      const { logits, totalLogitWeight } = results[index]?.next ?? {}
      const logit = logits?.get(next)
      if (!logits || logit === undefined || totalLogitWeight === undefined) throw new Error(`No logit for token ${next}.`)
      values.push(logit - Math.max(...logits.values()) - Math.log(totalLogitWeight))
    }
  }
  return values
}

/**
 * Asks for the logit of the token that really follows, for that of the most likely one, and for the sum of exp(logit - highest
 * logit) over the vocabulary: the exact probability without the whole distribution. The most likely token is the one that
 * greedy sampling selects; asking for `includeTop` instead would sort the vocabulary for every token.
 */
function withLogits(token: Token, next: Token): ControlledEvaluateInputItem {
  const filter = { tokens: [next], includeSelected: true }
  return [token, { generateNext: { logits: { filter }, totalLogitWeight: true, options: { temperature: 0 } } }]
}

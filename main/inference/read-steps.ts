import type { ControlledEvaluateIndexOutput, ControlledEvaluateInputItem, LlamaContextSequence, Token } from 'node-llama-cpp'
import { AppError } from '#contracts/errors'

export interface ScoreTurn {
  readonly signal: AbortSignal
  /** Resolves when nobody waits for a completion. */
  waitForTurn(): Promise<void>
}

/** Tokens between two looks at whether a completion waits. */
const STEP_TOKENS = 128
/** A GPU reads so many in the time that the CPU takes for a few. */
const GPU_STEP_TOKENS = 512

/**
 * Evaluates tokens after those that the sequence holds, some at a time, each when nobody waits for a completion.
 *
 * @returns what was asked for, in the places of the tokens. @throws {AppError} `model.not-loaded` when the turn is ended.
 */
export async function readSteps(
  sequence: LlamaContextSequence,
  input: readonly ControlledEvaluateInputItem[],
  turn: ScoreTurn,
): Promise<(ControlledEvaluateIndexOutput | undefined)[]> {
  const stepTokens = sequence.model.gpuLayers > 0 ? GPU_STEP_TOKENS : STEP_TOKENS
  const outputs: (ControlledEvaluateIndexOutput | undefined)[] = []
  for (let start = 0; start < input.length; start += stepTokens) {
    await turn.waitForTurn()
    if (turn.signal.aborted) throw new AppError('model.not-loaded', 'The model was unloaded while it read texts.', {})
    const step = input.slice(start, start + stepTokens)
    sequence.model.llama.maxThreads = sequence.context.idealThreads
    const results = await sequence.controlledEvaluate(step, { evaluationPriority: 1 })
    for (let place = 0; place < step.length; place++) outputs.push(results[place])
  }
  return outputs
}

/**
 * Asks for the logits of some tokens that may follow, for that of the most likely one, and for the sum of exp(logit - highest logit) over the
 * vocabulary: exact probabilities without the whole distribution. The most likely token is the one that greedy sampling selects; asking for
 * `includeTop` instead would sort the vocabulary for every token.
 */
export function withLogits(token: Token, next: readonly Token[]): ControlledEvaluateInputItem {
  const filter = { tokens: next, includeSelected: true }
  return [token, { generateNext: { logits: { filter }, totalLogitWeight: true, options: { temperature: 0 } } }]
}

/** Natural logarithm of the probability of a token that `withLogits` asked for. */
export function readLogProbability(output: ControlledEvaluateIndexOutput | undefined, token: Token): number {
  const { logits, totalLogitWeight } = output?.next ?? {}
  const logit = logits?.get(token)
  if (!logits || logit === undefined || totalLogitWeight === undefined) throw new Error(`No logit for token ${token}.`)
  return logit - Math.max(...logits.values()) - Math.log(totalLogitWeight)
}

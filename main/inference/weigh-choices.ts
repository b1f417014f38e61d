import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { ChoicePrompt } from './choice-prompt.ts'
import { readLogProbability, readSteps, type ScoreTurn, withLogits } from './read-steps.ts'

/**
 * The probability of each choice after the question with these tokens of a text. What stands before the text is the same for many texts and is
 * read once: its cells stay in the KV cache. It is read in steps of its own, so that a text has the same values whether it was there or not.
 */
export async function weighChoices(
  sequence: LlamaContextSequence,
  { head, tail, choices }: ChoicePrompt,
  text: readonly Token[],
  turn: ScoreTurn,
): Promise<number[]> {
  if (startsWith(sequence.contextTokens, head)) {
    await sequence.eraseContextTokenRanges([{ start: head.length, end: sequence.nextTokenIndex }])
  }
  // What the model could not forget in part, it forgot as a whole.
  if (sequence.nextTokenIndex !== head.length || !startsWith(sequence.contextTokens, head)) {
    await sequence.clearHistory()
    await readSteps(sequence, head, turn)
  }
  const rest = [...text, ...tail]
  const last = rest.pop() as Token
  const outputs = await readSteps(sequence, [...rest, withLogits(last, choices)], turn)
  return choices.map((choice) => Math.exp(readLogProbability(outputs.at(-1), choice)))
}

function startsWith(tokens: readonly Token[], start: readonly Token[]): boolean {
  return tokens.length >= start.length && start.every((token, place) => tokens[place] === token)
}

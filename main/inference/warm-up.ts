import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp'

/**
 * Numbers of tokens in one evaluation for which back-ends have programs of their own: Vulkan one for each of 1 to 8 columns, then small,
 * middle and large tiles. Completion meets them all: single tokens while it writes, a few after an edit, hundreds for a new place.
 */
const SHAPES = [1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128, 256, 512]

/**
 * Makes a GPU compile now what the first completions would wait for: on Vulkan 7 s of shaders before the first prompt of a 7B model.
 * Leaves the sequence empty.
 */
export async function warmUp(model: LlamaModel, sequence: LlamaContextSequence): Promise<void> {
  const token: Token = model.tokens.bos ?? model.tokenize('\n')[0] ?? (0 as Token)
  const largest = Math.min(sequence.context.batchSize, sequence.contextSize - 2)
  for (const size of SHAPES) {
    if (size > largest) break
    await sequence.clearHistory()
    await sequence.evaluateWithoutGeneratingNewTokens(Array<Token>(size).fill(token))
    await sequence.controlledEvaluate([[token, { generateNext: { token: true, totalLogitWeight: true } }]])
  }
  await sequence.clearHistory()
}

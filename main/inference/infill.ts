import {
  type ControlledEvaluateInputItem,
  type LlamaContextSequence,
  type LlamaModel,
  type Token,
  TokenBias,
} from 'node-llama-cpp'
import type { InfillEvent, InfillRequest } from '#contracts/inference'
import { type InfillTokens, writeInfillPrompt } from './infill-prompt.ts'
import type { ThreadCounts } from './thread-calibration.ts'
import { createTokenPacer } from './token-pacer.ts'
import { createTextDecoder, type Vocabulary } from './vocabulary.ts'

/** Added to the tokens that may come next while text is healed; far above any logit, so that no other token can win. */
const MUST_LOGIT = 1000
/** How long one uninterruptible step of reading the prompt should take. */
const PROMPT_STEP_MS = 100
const MIN_STEP_TOKENS = 16

export interface Infill {
  readonly model: LlamaModel
  readonly sequence: LlamaContextSequence
  readonly vocabulary: Vocabulary
  readonly tokens: InfillTokens
  readonly threads: ThreadCounts
  /** Tokens that a prompt may have, chosen by measured speed. */
  readonly promptWindow: number
  /** Tokens a millisecond while reading a prompt, as last measured; decides how often an abort is looked at. */
  promptSpeed: number
}

/**
 * Writes the middle between prefix and suffix, greedily, until the model ends it, `maxTokens` tokens of new text were written, the
 * context is full or `signal` aborts. Leaves in the KV cache what the next call can use again.
 */
export async function writeInfill(
  infill: Infill,
  request: InfillRequest,
  turn: { signal: AbortSignal; emit: (event: InfillEvent) => void },
): Promise<void> {
  const { model, sequence, vocabulary, threads } = infill
  const { signal, emit } = turn
  const maxTokens = Math.min(request.maxTokens, Math.floor(sequence.contextSize / 4))
  // Healed text is written a second time, and the last cell of the context stays free.
  const roomTokens = Math.min(infill.promptWindow, sequence.contextSize - maxTokens - 32)
  const prompt = writeInfillPrompt(request, infill, roomTokens)

  const promptTokens = prompt.tokens.length
  const startedAt = performance.now()
  model.llama.maxThreads = threads.reading
  const { reusedTokens, unread } = await readPrompt(infill, prompt.tokens, signal)

  const decode = createTextDecoder()
  let owed = prompt.healed
  let promptMs = 0
  let generatedTokens = 0
  let writtenTokens = 0
  let reason: 'end-token' | 'limit' = 'limit'
  let next = unread
  const pacer = createTokenPacer((tokens) => emit({ type: 'tokens', tokens }))
  while (!signal.aborted) {
    const { token, confidence } = await chooseNext(infill, next, owed)
    model.llama.maxThreads = threads.generating
    if (signal.aborted) return
    if (promptMs === 0) {
      promptMs = performance.now() - startedAt
      emit({ type: 'prompt', promptTokens, reusedTokens, promptMs })
    }
    const piece = vocabulary.pieceOf(token)
    if (piece === '' || model.isEogToken(token)) {
      reason = 'end-token'
      break
    }
    next = [token]
    generatedTokens++
    // Only a vocabulary without some of the bytes can get here: the text cannot be written again, so nothing fits the cursor.
    if (!piece.startsWith(owed) && !owed.startsWith(piece)) break
    const isNewText = piece.length > owed.length
    const text = decode(piece.slice(owed.length))
    owed = owed.slice(piece.length)
    if (isNewText) {
      writtenTokens++
      pacer.add({ text, confidence })
    }
    if (writtenTokens >= maxTokens || sequence.nextTokenIndex >= sequence.contextSize - 2) break
  }
  if (signal.aborted) return
  pacer.flush()
  const generateMs = performance.now() - startedAt - promptMs
  emit({ type: 'end', reason, promptTokens, reusedTokens, promptMs, generatedTokens, generateMs })
}

/**
 * Evaluates a prompt but for its last step, in steps short enough to stop between them. The last step is left to be evaluated together
 * with the choice of the first token, which saves an evaluation of its own.
 */
async function readPrompt(
  infill: Infill,
  tokens: Token[],
  signal: AbortSignal,
): Promise<{ reusedTokens: number; unread: Token[] }> {
  const { sequence } = infill
  await sequence.adaptStateToTokens(tokens.slice(0, -1), false)
  const reusedTokens = sequence.nextTokenIndex
  while (!signal.aborted) {
    const stepTokens = Math.max(
      MIN_STEP_TOKENS,
      Math.min(sequence.context.batchSize, Math.round(infill.promptSpeed * PROMPT_STEP_MS)),
    )
    if (tokens.length - sequence.nextTokenIndex <= stepTokens) break
    const step = tokens.slice(sequence.nextTokenIndex, sequence.nextTokenIndex + stepTokens)
    const startedAt = performance.now()
    await sequence.evaluateWithoutGeneratingNewTokens(step, { evaluationPriority: 5 })
    infill.promptSpeed = step.length / (performance.now() - startedAt)
  }
  return { reusedTokens, unread: tokens.slice(sequence.nextTokenIndex) }
}

/**
 * Evaluates tokens and chooses, greedily, the one after them.
 *
 * The library's own confidence sorts the whole vocabulary for every token, which for 70,000 entries takes a third as long as a small
 * model's evaluation. The same number comes from the logit of the chosen token, which greedily is the highest, and the sum of
 * exp(logit - highest logit): it is 1 / sum.
 */
async function chooseNext(infill: Infill, tokens: Token[], owed: string): Promise<{ token: Token; confidence: number }> {
  const options = { temperature: 0, ...(owed === '' ? {} : { tokenBias: requireText(infill, owed) }) }
  const generateNext = { token: true, totalLogitWeight: true, options }
  const last = tokens.at(-1) as Token
  const input: ControlledEvaluateInputItem[] = [...tokens.slice(0, -1), [last, { generateNext }]]
  const results = await infill.sequence.controlledEvaluate(input, { evaluationPriority: 5 })
  const { token: next, totalLogitWeight } = results.at(-1)?.next ?? {}
  if (next === undefined || next === null || totalLogitWeight === undefined) throw new Error(`No token follows ${last}.`)
  return { token: next, confidence: 1 / totalLogitWeight }
}

/** Leaves the choice to the model, but among the tokens that agree with the text it owes. */
function requireText({ model, vocabulary }: Infill, text: string): TokenBias {
  return new TokenBias(model.tokenizer).set(vocabulary.findAgreeing(text), { logit: MUST_LOGIT })
}

import type { ScoredTokens } from '#contracts/inference'
import type { LoadedModel } from '#contracts/models'
import type { TokenScores } from '#contracts/token-scores'
import { notLoaded, type ScoringModels } from '../score-model.ts'
import { type ByteToken, toTokenSpans } from './token-spans.ts'

/** More would neither be read nor be drawn in a reasonable time. */
const MAX_TOKENS = 8192
const MIN_TOKENS = 256
/** How long a person may wait for the colours. */
const BUDGET_MS = 15_000
/** No vocabulary spends fewer tokens on a text than one for this many characters. */
const MAX_CHARACTERS_PER_TOKEN = 64
const windowTokens = 1024
const strideTokens = 768

/** The beginning of a text, as far as the loaded model reads it in some seconds. Fails with `model.not-loaded` or `inference.restarting`. */
export async function scoreWithLoadedModel(
  models: ScoringModels,
  text: string,
  signal: AbortSignal | undefined,
): Promise<TokenScores> {
  const state = await models.fetchState()
  if (state.status !== 'ready') throw notLoaded('No model is loaded')
  const maxTokens = countAffordableTokens(state.model)
  const client = await models.getClient()
  const request = { text: text.slice(0, maxTokens * MAX_CHARACTERS_PER_TOKEN), maxTokens, windowTokens, strideTokens }
  const scored = await client.scoreTokens(request, signal && { signal })
  const { starts, ends, bits } = toTokenSpans(text, placeTokens(scored))
  return { scorer: state.model.name, starts, ends, bits, matchedLengths: null, scoredTo: ends.at(-1) ?? 0 }
}

/** A slow machine colours the beginning of a long text, and that soon. */
function countAffordableTokens({ calibration }: LoadedModel): number {
  const msPerToken = Math.min(...calibration.map(({ readMsPerToken }) => readMsPerToken))
  return Math.round(Math.max(MIN_TOKENS, Math.min(MAX_TOKENS, BUDGET_MS / msPerToken)))
}

function* placeTokens({ logProbabilities, sizes }: ScoredTokens): Generator<ByteToken> {
  let end = 0
  for (const [index, size] of sizes.entries()) {
    const start = end
    end += size
    yield { start, end, bits: -(logProbabilities[index] as number) / Math.LN2, matchedLength: 0 }
  }
}

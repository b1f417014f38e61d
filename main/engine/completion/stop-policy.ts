import type { CompletionRequest } from '#contracts/completion'
import type { Generation } from './generation.ts'
import type { LineMode } from './line-mode.ts'

/** How long the model may go on by itself after its first token, once it has a line to show. */
const AUTOMATIC_LIMIT_MS = 500

/** What one request may cost. */
export interface GenerationLimits {
  readonly maxTokens: number
  /** After the first token; only a suggestion with a finished line is cut short. */
  readonly limitMs: number
}

/** A suggestion that somebody asked for is worth waiting for; one that comes by itself must not keep the machine busy. */
export function getLimits(trigger: CompletionRequest['trigger'], mode: LineMode): GenerationLimits {
  if (trigger === 'manual') return { maxTokens: mode === 'single' ? 96 : 256, limitMs: Number.POSITIVE_INFINITY }
  return { maxTokens: mode === 'single' ? 64 : 128, limitMs: AUTOMATIC_LIMIT_MS }
}

/**
 * The lines to keep when a limit is reached; null to go on. Time ends a suggestion only after a finished line; a line that has
 * taken all its tokens and still has no end is mostly a loop, so it goes.
 */
export function cutAtLimits(
  text: string,
  generated: Pick<Generation, 'status' | 'cost'>,
  limits: GenerationLimits,
): string | null {
  const finished = text.slice(0, Math.max(0, text.lastIndexOf('\n')))
  if (generated.status === 'limited') return finished
  return generated.cost.generateMs >= limits.limitMs && finished.trim() !== '' ? finished : null
}

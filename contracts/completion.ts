import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { openTextId, textPosition } from './open-texts.ts'
import { procedure } from './procedure.ts'

export const completionRequest = z.object({
  /** Path or name of the file, for the language and for logs. */
  path: z.string(),
  /** Monaco language id. */
  language: z.string(),
  /** All text before and after the cursor. The engine cuts what the model cannot hold. */
  prefix: z.string(),
  suffix: z.string(),
  /** `manual` never times out and skips the confidence gate. */
  trigger: z.enum(['automatic', 'manual']),
  lines: z.enum(['auto', 'single', 'multiple']),
})
export type CompletionRequest = z.infer<typeof completionRequest>

/** A place in a text that the engine holds, at the version that the page has. */
export const completionPlace = completionRequest
  .pick({ trigger: true, lines: true })
  .extend({ text: openTextId, version: z.number().int(), position: textPosition })
export type CompletionPlace = z.infer<typeof completionPlace>

/** Why there is no text, or `shown` when there is. */
export const completionOutcome = z.enum([
  'shown',
  'no-model',
  'model-loading',
  'model-restarting',
  'no-infill',
  'paused',
  'empty',
  'low-confidence',
  'cut-by-filter',
])
export type CompletionOutcome = z.infer<typeof completionOutcome>

export const completionTimings = z.object({
  /** Tokens of the prompt, and how many of them were still in the KV cache. */
  promptTokens: z.number().int(),
  reusedTokens: z.number().int(),
  promptMs: z.number(),
  generatedTokens: z.number().int(),
  generateMs: z.number(),
  /** From the request's arrival to its end. */
  totalMs: z.number(),
  /** True when no model call was made. */
  cached: z.boolean(),
})
export type CompletionTimings = z.infer<typeof completionTimings>

export const completionEvent = z.discriminatedUnion('type', [
  /** The suggestion as shaped so far; each event replaces the one before. */
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('end'), text: z.string(), outcome: completionOutcome, timings: completionTimings }),
])
export type CompletionEvent = z.infer<typeof completionEvent>

export const completionContract = {
  /** Streams one suggestion for the cursor and ends with an `end` event. Ending the stream early stops the model. */
  complete: procedure.input(completionRequest).output(eventIterator(completionEvent)),
  /** The same at a place in an open text, so that no text travels. */
  completeAt: procedure.input(completionPlace).output(eventIterator(completionEvent)),
}

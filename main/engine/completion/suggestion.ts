import type { CompletionOutcome, CompletionRequest } from '#contracts/completion'
import { judgeConfidence } from './confidence-gate.ts'
import type { ConfidenceThresholds } from './confidence-thresholds.ts'
import type { Cursor } from './cursor.ts'
import type { Generation } from './generation.ts'
import type { LineMode } from './line-mode.ts'
import { shapeSuggestion } from './shape-suggestion.ts'
import { cutAtLimits, type GenerationLimits } from './stop-policy.ts'

/** Shorter suggestions distract more than they save, unless somebody asked. */
const MIN_LENGTH = 2

export interface Suggestion {
  readonly text: string
  readonly outcome: CompletionOutcome
  /** Whether more text from the model would change nothing. */
  readonly finished: boolean
  /** Whether the text can be shown while the model goes on. */
  readonly showable: boolean
}

export interface SuggestionContext {
  readonly request: CompletionRequest
  readonly cursor: Cursor
  readonly mode: LineMode
  readonly limits: GenerationLimits
  readonly thresholds: ConfidenceThresholds
}

/** What the model's text so far, which began `typedLength` characters before the cursor, comes to at the cursor. */
export function suggest(
  context: SuggestionContext,
  generated: Pick<Generation, 'tokens' | 'text' | 'status' | 'cost'>,
  typedLength: number,
): Suggestion {
  const { request, cursor, mode, limits, thresholds } = context
  let raw = generated.text
  let complete = generated.status !== 'running'
  let isKnown = true
  if (request.trigger === 'automatic') {
    const verdict = judgeConfidence(generated.tokens, { complete, mode, thresholds })
    if (verdict.status === 'low') return { text: '', outcome: 'low-confidence', finished: true, showable: false }
    isKnown = verdict.status === 'confident'
    if (verdict.status === 'confident' && verdict.finished) {
      raw = raw.slice(0, verdict.length)
      complete = true
    }
    const cut = cutAtLimits(raw, generated, limits)
    if (cut !== null) {
      raw = cut
      complete = true
    }
  }
  const fresh = raw.slice(typedLength)
  const shaped = shapeSuggestion(fresh, { cursor, mode, complete, keepsBlankLines: request.lines === 'multiple' })
  const outcome = getOutcome(generated.text.slice(typedLength), shaped.text, request)
  return {
    text: outcome === 'shown' ? shaped.text : '',
    outcome,
    finished: complete || shaped.finished,
    showable: isKnown && outcome === 'shown',
  }
}

function getOutcome(raw: string, text: string, request: CompletionRequest): CompletionOutcome {
  if (raw.trim() === '') return 'empty'
  const length = text.trim().length
  return length === 0 || (request.trigger === 'automatic' && length < MIN_LENGTH) ? 'cut-by-filter' : 'shown'
}

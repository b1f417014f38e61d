import type { CompletionEvent, CompletionOutcome, CompletionRequest, CompletionTimings } from '#contracts/completion'
import { isAppError } from '#contracts/errors'
import type { InferenceClient } from '#contracts/inference'
import type { LoadedModel, ModelState } from '#contracts/models'
import type { Settings } from '#contracts/settings'
import { createCompletionCache } from './completion-cache.ts'
import { getConfidenceThresholds } from './confidence-thresholds.ts'
import { describeCursor } from './cursor.ts'
import { type Generation, startGeneration } from './generation.ts'
import { decideLineMode } from './line-mode.ts'
import { shapeSuggestion } from './shape-suggestion.ts'
import { getLimits } from './stop-policy.ts'
import { type Suggestion, type SuggestionContext, suggest } from './suggestion.ts'
import { waitForModel } from './wait-for-model.ts'

/** The loaded model, as far as completion needs it. */
export interface CompletionModels {
  readonly state: { get(): ModelState; watch(signal?: AbortSignal): AsyncGenerator<ModelState, void, undefined> }
  getClient(): Promise<InferenceClient>
}

export interface Completion extends AsyncDisposable {
  /**
   * Streams one suggestion and ends with an `end` event. Once the signal aborts it ends without one, and the model stops.
   * One suggestion is made at a time: a newer request for another place ends the older with what it has.
   */
  complete(request: CompletionRequest, signal?: AbortSignal): AsyncGenerator<CompletionEvent, void, undefined>
}

/** A generation and everything that must agree before another request may follow it. */
interface Running {
  readonly generation: Generation
  readonly model: LoadedModel
  readonly context: SuggestionContext
}

export function createCompletion(options: {
  models: CompletionModels
  settings: { get(): Pick<Settings, 'completion'> }
}): Completion {
  const { models, settings } = options
  const cache = createCompletionCache()
  let cachedModel: LoadedModel | null = null
  let running: Running | null = null
  const generations = new Set<Promise<void>>()

  const follow = (model: LoadedModel, context: SuggestionContext): Generation => {
    if (running && agrees(running, model, context)) return running.generation
    running?.generation.stop()
    const { prefix, suffix } = context.request
    const generation = startGeneration(models.getClient, { prefix, suffix, maxTokens: context.limits.maxTokens })
    running = { generation, model, context }
    const done = generation.done.then(() => void generations.delete(done))
    generations.add(done)
    return generation
  }

  async function* run(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<CompletionEvent, void, undefined> {
    const startedAt = performance.now()
    const end = (outcome: CompletionOutcome, text = '', timings: Partial<CompletionTimings> = {}): CompletionEvent => ({
      type: 'end',
      text,
      outcome,
      timings: { ...noCost, ...timings, totalMs: performance.now() - startedAt },
    })

    if (request.trigger === 'automatic' && isPaused(settings.get().completion, request.language)) return yield end('paused')
    let lost: LoadedModel | null = null
    for (;;) {
      const wait = await waitForModel(models.state, { trigger: request.trigger, lost }, signal)
      if (signal.aborted) return
      if (!wait.model) return yield end(wait.outcome)
      const { model } = wait
      if (model !== cachedModel) {
        cachedModel = model
        cache.clear()
      }
      const cursor = describeCursor(request)
      const mode = decideLineMode(request.lines, cursor, { msPerToken: msPerTokenOf(model) })
      const thresholds = getConfidenceThresholds(model.name)
      const context = { request, cursor, mode, limits: getLimits(request.trigger, mode), thresholds }

      const cached = findCached(context)
      if (cached) return yield end(cached.outcome, cached.text, { cached: true })

      const generation = follow(model, context)
      const suggestion = yield* read(generation, context, signal)
      if (signal.aborted) return
      if (generation.status === 'failed') {
        const reason = outcomeOfFailure(generation.error)
        if (reason === null) throw generation.error
        lost = reason === 'model-restarting' ? model : null
        if (request.trigger === 'manual' && lost) continue
        return yield end(reason, '', generation.cost)
      }
      // The person typed something else than the model then said, or typed all that it said.
      if (suggestion === 'used-up') {
        generation.stop()
        continue
      }
      if (suggestion.finished) cache.add(request, suggestion.text, suggestion.outcome)
      return yield end(suggestion.outcome, suggestion.text, generation.cost)
    }
  }

  const findCached = (context: SuggestionContext) => {
    const cached = cache.find(context.request)
    if (!cached?.autoClosed) return cached
    const { cursor, mode } = context
    const { text } = shapeSuggestion(cached.text, { cursor, mode, complete: true, keepsBlankLines: true })
    return text === '' ? undefined : { ...cached, text }
  }

  return {
    complete(request, signal) {
      const leaving = new AbortController()
      const either = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
      const events = run(normalizeLineEndings(request), either)
      const leave = events.return.bind(events)
      // A generator that waits would hear of its consumer's leaving only with the next token.
      events.return = (value) => {
        leaving.abort()
        return leave(value)
      }
      return events
    },
    async [Symbol.asyncDispose]() {
      running?.generation.stop()
      await Promise.all(generations)
    },
  }
}

/**
 * Yields the suggestion as it grows and returns its last form, or that nothing of the generation lies behind the cursor. The model
 * stops when nobody reads any more.
 */
async function* read(
  generation: Generation,
  context: SuggestionContext,
  signal: AbortSignal,
): AsyncGenerator<CompletionEvent, Suggestion | 'used-up', undefined> {
  const reader = generation.join()
  const leave = () => reader[Symbol.dispose]()
  signal.addEventListener('abort', leave)
  try {
    const typed = context.request.prefix.slice(generation.request.prefix.length)
    let shown = ''
    for (;;) {
      const tokenCount = generation.tokens.length
      const complete = generation.status !== 'running'
      const { text } = generation
      const isMine = typed === '' || generation.status === 'stopped'
      if (!isMine && (!followsTyped(text, typed) || (complete && text.length <= typed.length))) return 'used-up'
      const suggestion = suggest(context, generation, typed.length)
      if (signal.aborted || suggestion.finished) return { ...suggestion, finished: generation.status !== 'stopped' }
      if (suggestion.showable && suggestion.text !== shown && text.length > typed.length) {
        shown = suggestion.text
        yield { type: 'text', text: shown }
      }
      await generation.waitBeyond(tokenCount, signal)
    }
  } finally {
    signal.removeEventListener('abort', leave)
    leave()
  }
}

const noCost: CompletionTimings = {
  promptTokens: 0,
  reusedTokens: 0,
  promptMs: 0,
  generatedTokens: 0,
  generateMs: 0,
  totalMs: 0,
  cached: false,
}

/** Whether what is being generated is what the request would ask for: the person typed on, and typed what the model says. */
function agrees(running: Running, model: LoadedModel, { request, mode }: SuggestionContext): boolean {
  const { generation, context } = running
  const old = context.request
  if (generation.status !== 'running' || running.model !== model || context.mode !== mode) return false
  if (old.path !== request.path || old.lines !== request.lines || old.suffix !== request.suffix) return false
  // Limits of an automatic request are narrower than those of a manual one.
  if (old.trigger === 'automatic' && request.trigger === 'manual') return false
  if (!request.prefix.startsWith(old.prefix)) return false
  return followsTyped(generation.text, request.prefix.slice(old.prefix.length))
}

/** Whether what was typed and what was generated say the same as far as both go. */
function followsTyped(text: string, typed: string): boolean {
  return text.startsWith(typed) || typed.startsWith(text)
}

function isPaused(completion: Settings['completion'], language: string): boolean {
  return !completion.enabled || completion.disabledLanguages.includes(language)
}

function msPerTokenOf(model: LoadedModel): number {
  return model.calibration.length === 0 ? 0 : Math.min(...model.calibration.map(({ msPerToken }) => msPerToken))
}

/** Why a generation failed, in terms of an outcome; null for a bug. */
function outcomeOfFailure(error: unknown): CompletionOutcome | null {
  if (isAppError(error, 'inference.restarting') || isAppError(error, 'connection.lost')) return 'model-restarting'
  if (isAppError(error, 'model.not-loaded')) return 'no-model'
  return isAppError(error, 'model.no-infill') ? 'no-infill' : null
}

/** Everything behind this counts on `\n`; the editor writes its own line endings when it inserts. */
function normalizeLineEndings(request: CompletionRequest): CompletionRequest {
  if (!request.prefix.includes('\r') && !request.suffix.includes('\r')) return request
  return { ...request, prefix: request.prefix.replaceAll('\r\n', '\n'), suffix: request.suffix.replaceAll('\r\n', '\n') }
}

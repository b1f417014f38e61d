import type { InferenceClient } from '#contracts/inference'

export interface GeneratedToken {
  readonly text: string
  /** Probability that the model gave it, 0 to 1. */
  readonly confidence: number
}

/** What the model spent so far. */
export interface GenerationCost {
  readonly promptTokens: number
  readonly reusedTokens: number
  readonly promptMs: number
  readonly generatedTokens: number
  readonly generateMs: number
}

export interface GenerationRequest {
  readonly prefix: string
  readonly suffix: string
  readonly maxTokens: number
}

/** One run of the model, followed by any number of readers; it is stopped when the last of them leaves. */
export interface Generation {
  readonly request: GenerationRequest
  readonly tokens: readonly GeneratedToken[]
  readonly text: string
  /** `limited`: it has as many tokens as were allowed. `stopped`: it was ended before the model ended. */
  readonly status: 'running' | 'ended' | 'limited' | 'stopped' | 'failed'
  /** Set when it failed. */
  readonly error: unknown
  readonly cost: GenerationCost
  /** Counts a reader until it is disposed of. */
  join(): Disposable
  /** Resolves when something changed since `tokenCount` tokens, or at once when it is not running. */
  waitBeyond(tokenCount: number, signal: AbortSignal): Promise<void>
  stop(): void
  /** Resolves when the model works no more for it; never rejects. */
  readonly done: Promise<void>
}

export function startGeneration(getClient: () => Promise<InferenceClient>, request: GenerationRequest): Generation {
  const controller = new AbortController()
  const { signal } = controller
  const startedAt = performance.now()
  const tokens: GeneratedToken[] = []
  const waiting = new Set<() => void>()
  let text = ''
  let status: Generation['status'] = 'running'
  let error: unknown
  let prompt = { promptTokens: 0, reusedTokens: 0, promptMs: 0 }
  let firstTokenAt: number | null = null
  let lastTokenAt = startedAt
  let readers = 0

  const wakeAll = () => {
    for (const wake of waiting) wake()
    waiting.clear()
  }
  const stop = () => {
    if (status !== 'running') return
    status = 'stopped'
    controller.abort()
    wakeAll()
  }
  const follow = async () => {
    const client = await getClient()
    if (signal.aborted) return
    for await (const event of await client.infill(request, { signal })) {
      if (status !== 'running') return
      if (event.type === 'tokens') {
        lastTokenAt = performance.now()
        firstTokenAt ??= lastTokenAt
        tokens.push(...event.tokens)
        for (const token of event.tokens) text += token.text
      } else {
        prompt = { promptTokens: event.promptTokens, reusedTokens: event.reusedTokens, promptMs: event.promptMs }
        if (event.type === 'end') status = event.reason === 'limit' ? 'limited' : 'ended'
      }
      wakeAll()
    }
    // The model was taken away, or somebody else asked for something newer.
    if (status === 'running') status = 'stopped'
  }
  const done = follow()
    .catch((cause: unknown) => {
      // A stream that was stopped on purpose ends with an abort.
      if (status !== 'running') return
      status = 'failed'
      error = cause
    })
    .finally(wakeAll)

  return {
    request,
    tokens,
    done,
    stop,
    get text() {
      return text
    },
    get status() {
      return status
    },
    get error() {
      return error
    },
    get cost() {
      const promptMs = prompt.promptMs || (firstTokenAt === null ? 0 : firstTokenAt - startedAt)
      return {
        ...prompt,
        promptMs,
        generatedTokens: tokens.length,
        generateMs: firstTokenAt === null ? 0 : lastTokenAt - firstTokenAt,
      }
    },
    join() {
      readers++
      let left = false
      return {
        [Symbol.dispose]() {
          if (left) return
          left = true
          if (--readers === 0) stop()
        },
      }
    },
    async waitBeyond(tokenCount, waitSignal) {
      if (status !== 'running' || tokens.length > tokenCount || waitSignal.aborted) return
      await new Promise<void>((resolve) => {
        const wake = () => {
          waitSignal.removeEventListener('abort', wake)
          waiting.delete(wake)
          resolve()
        }
        waiting.add(wake)
        waitSignal.addEventListener('abort', wake)
      })
    },
  }
}

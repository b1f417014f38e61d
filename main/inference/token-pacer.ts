import type { InfillEvent } from '#contracts/inference'

export type WrittenToken = Extract<InfillEvent, { type: 'tokens' }>['tokens'][number]

/**
 * How long tokens may wait for others to be sent with. A message costs both processes about as much as a small model's token, on the
 * cores that compute the next one; nobody sees text sooner than a screen can show it.
 */
const INTERVAL_MS = 10

/** Sends tokens in few messages: the first at once, so that ghost text comes as early as before. */
export interface TokenPacer {
  add(token: WrittenToken): void
  /** Sends what still waits. */
  flush(): void
}

export function createTokenPacer(send: (tokens: WrittenToken[]) => void): TokenPacer {
  let waiting: WrittenToken[] = []
  let sentAt = Number.NEGATIVE_INFINITY
  const flush = () => {
    if (waiting.length === 0) return
    const tokens = waiting
    waiting = []
    sentAt = performance.now()
    send(tokens)
  }
  return {
    add(token) {
      waiting.push(token)
      if (performance.now() - sentAt >= INTERVAL_MS) flush()
    },
    flush,
  }
}

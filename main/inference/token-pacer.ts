import type { InfillEvent } from '#contracts/inference'

export type WrittenToken = Extract<InfillEvent, { type: 'tokens' }>['tokens'][number]

/**
 * How long tokens may wait for others of their line to be sent with. A message wakes two other threads just when the compute threads of
 * the next token start; on two cores one of these then waits for its core, up to 10 ms, for which a small model writes five tokens.
 * A screen of 60 Hz shows every second picture.
 */
const INTERVAL_MS = 33

/** Sends tokens in few messages: the first at once, and the end of a line at once, because one line may be all that is wanted. */
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
      if (token.text.includes('\n') || performance.now() - sentAt >= INTERVAL_MS) flush()
    },
    flush,
  }
}

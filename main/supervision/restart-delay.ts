const firstDelayMs = 250
const longestDelayMs = 10_000
/** A process that ran this long was sound, so its end is a new trouble and not the old one again. */
const soundAfterMs = 60_000

/** Counts the ends of a process that follow each other closely, and says how long to wait before the next start. */
export interface RestartDelay {
  /** How many times in a row the process has ended soon after it was started. */
  readonly attempts: number
  /** How long to wait before the next start. `ranMs` is how long the process that ended had run. */
  next(ended: { ranMs: number }): number
}

export function createRestartDelay(): RestartDelay {
  let attempts = 0
  return {
    get attempts() {
      return attempts
    },
    next({ ranMs }) {
      attempts = ranMs >= soundAfterMs ? 1 : attempts + 1
      return Math.min(firstDelayMs * 2 ** (attempts - 1), longestDelayMs)
    },
  }
}

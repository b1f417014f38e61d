const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 8_000
/** A process that ran this long was sound, so its end is a new trouble and not the old one again. */
const STABLE_AFTER_MS = 60_000

export interface RestartDelay {
  /** How many times in a row the process has ended soon after it was started. */
  readonly attempts: number
  /** How long to wait before the next start, given how long the process that ended had run. */
  next(ranMs: number): number
}

export function createRestartDelay(): RestartDelay {
  let attempts = 0
  return {
    get attempts() {
      return attempts
    },
    next(ranMs) {
      attempts = ranMs >= STABLE_AFTER_MS ? 1 : attempts + 1
      return Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), LONGEST_DELAY_MS)
    },
  }
}

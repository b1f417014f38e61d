const firstDelayMs = 250
const longestDelayMs = 10_000
/** A process that ran this long had started well, so its end is a new trouble and not the old one again. */
const healthyAfterMs = 30_000

/** Counts the ends of a process that follow each other closely, and says how long to wait before the next start. */
export function createRestartDelay() {
  let attempts = 0
  return {
    /** `ranMs` is how long the process that ended had run. */
    next({ ranMs }: { ranMs: number }): number {
      attempts = ranMs >= healthyAfterMs ? 1 : attempts + 1
      return Math.min(firstDelayMs * 2 ** (attempts - 1), longestDelayMs)
    },
  }
}

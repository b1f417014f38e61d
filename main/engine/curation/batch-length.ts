/** How many documents the model is asked about in one call: a call should be short enough to show progress, to stop soon and to lose little. */
export interface BatchLength {
  readonly current: number
  /** Learns from how long a call of this length took. */
  note(tookMs: number): void
}

/** A call should take about this long. */
const targetMs = 1000
const maxLength = 64

export function createBatchLength(): BatchLength {
  let current = 1
  return {
    get current() {
      return current
    },
    note(tookMs) {
      if (tookMs < targetMs / 2) current = Math.min(maxLength, current * 2)
      else if (tookMs > targetMs * 2) current = Math.max(1, current >> 1)
    },
  }
}

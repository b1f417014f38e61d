/** The speed of a job over the last seconds. */
export interface JobRate {
  add(done: number, atMs: number): void
  /** Units a second; 0 while too little is known. */
  get(nowMs: number): number
}

const windowMs = 8000
const minSpanMs = 500

export function createJobRate(): JobRate {
  // At most about ten a second are kept, so that a call for each unit stays cheap.
  const points: { done: number; atMs: number }[] = []
  return {
    add(done, atMs) {
      const last = points.at(-1)
      if (last && points.length > 1 && atMs - (points.at(-2)?.atMs ?? 0) < 100) Object.assign(last, { done, atMs })
      else points.push({ done, atMs })
      while (points.length > 2 && (points[1]?.atMs ?? atMs) < atMs - windowMs) points.shift()
    },
    get(nowMs) {
      const first = points[0]
      const last = points.at(-1)
      // The time since the last unit counts too: a job that stands still slows down.
      if (!first || !last || nowMs - first.atMs < minSpanMs) return 0
      return ((last.done - first.done) / (nowMs - first.atMs)) * 1000
    },
  }
}

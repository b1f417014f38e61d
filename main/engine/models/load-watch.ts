import type { LoadStage } from '#contracts/models'

/**
 * How long a load may show no sign of life, by what it does. Weights are reported tensor by tensor, and the largest of a slow disk
 * takes a while; shaders are compiled while a GPU warms up. Everything else takes moments.
 */
const SILENCE_MS: Readonly<Record<LoadStage, number>> = {
  opening: 30_000,
  reading: 120_000,
  measuring: 60_000,
  'warming-up': 180_000,
}

/** Notices a load that stands still: `signal` aborts when nothing was noted for too long. */
export interface LoadWatch extends Disposable {
  readonly signal: AbortSignal
  /** What the load was doing last. */
  readonly stage: LoadStage
  note(stage: LoadStage): void
}

export function watchLoad(silenceMs: Readonly<Record<LoadStage, number>> = SILENCE_MS): LoadWatch {
  const controller = new AbortController()
  let stage: LoadStage = 'opening'
  let timer: NodeJS.Timeout | undefined
  const note = (now: LoadStage) => {
    stage = now
    clearTimeout(timer)
    timer = setTimeout(() => controller.abort(), silenceMs[now])
  }
  note(stage)
  return {
    signal: controller.signal,
    get stage() {
      return stage
    },
    note,
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}

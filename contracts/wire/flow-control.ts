import { STREAM_WINDOW } from './wire.ts'

/** Counts, per call, how many more items its stream may send before the consumer has asked for them. */
export interface FlowControl {
  /** True once the wire is gone: nothing may be started or sent any more. */
  readonly closed: boolean
  /** Called for every call, because a consumer may ask before its stream has an item. */
  begin(id: string): void
  has(id: string): boolean
  /** Resolves when an item may be sent, at once for a call that was cancelled, whose items nobody waits for. */
  waitForRoom(id: string): Promise<void>
  addCredit(id: string): void
  end(id: string): void
  /** Ends every call, so that no stream waits for a consumer that is gone. */
  close(): void
}

export function createFlowControl(): FlowControl {
  const streams = new Map<string, { room: number; wake: (() => void) | null }>()
  const end = (id: string) => {
    streams.get(id)?.wake?.()
    streams.delete(id)
  }
  let closed = false
  return {
    get closed() {
      return closed
    },
    begin(id) {
      streams.set(id, { room: STREAM_WINDOW, wake: null })
    },
    has: (id) => streams.has(id),
    async waitForRoom(id) {
      const stream = streams.get(id)
      if (!stream) return
      while (stream.room === 0 && streams.get(id) === stream) await new Promise<void>((resolve) => (stream.wake = resolve))
      stream.room--
    },
    addCredit(id) {
      const stream = streams.get(id)
      if (!stream) return
      stream.room++
      stream.wake?.()
      stream.wake = null
    },
    end,
    close() {
      closed = true
      for (const id of [...streams.keys()]) end(id)
    },
  }
}

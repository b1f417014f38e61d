import type { CommandId } from '#contracts/commands'

/** Commands of the native menu on their way to whoever watches. Unlike a state, none of them may be skipped. */
export interface CommandStream {
  emit(command: CommandId): void
  /** Every command that is chosen from now on, in order, until the signal aborts or the consumer stops. */
  watch(signal?: AbortSignal): AsyncGenerator<CommandId, void>
}

/** Hands each command to everyone who watches at that moment. */
export function createCommandStream(): CommandStream {
  const watchers = new Set<{ waiting: CommandId[]; wake: () => void }>()

  async function* watch(signal?: AbortSignal): AsyncGenerator<CommandId, void> {
    const watcher = { waiting: [] as CommandId[], wake: () => {} }
    const wake = () => watcher.wake()
    watchers.add(watcher)
    signal?.addEventListener('abort', wake)
    try {
      while (!signal?.aborted) {
        const command = watcher.waiting.shift()
        if (command !== undefined) yield command
        else await new Promise<void>((resolve) => (watcher.wake = resolve))
      }
    } finally {
      signal?.removeEventListener('abort', wake)
      watchers.delete(watcher)
    }
  }

  return {
    emit(command) {
      for (const watcher of watchers) {
        watcher.waiting.push(command)
        watcher.wake()
      }
    },
    watch,
  }
}

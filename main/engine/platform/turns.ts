/** Lets those who use the same thing wait for each other. */
export interface Turns {
  /** Begins the action when all that were given before with this key have ended, however they ended. */
  take<T>(key: string, action: () => Promise<T>): Promise<T>
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>()
  return {
    take(key, action) {
      const result = (last.get(key) ?? Promise.resolve()).then(action)
      // Whoever asked gets the failure; the next in line only waits.
      const ended = result.then(
        () => undefined,
        () => undefined,
      )
      last.set(key, ended)
      void ended.then(() => last.get(key) === ended && last.delete(key))
      return result
    },
  }
}

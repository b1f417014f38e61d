/**
 * Handles items, `width` at once, in any order. The first failure calls off the others, and is thrown when all have ended: nothing goes on
 * behind the caller's back.
 */
export async function runBatches<Item>(
  items: Iterable<Item>,
  { width, signal }: { width: number; signal: AbortSignal },
  handle: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failing = new AbortController()
  const stopping = AbortSignal.any([signal, failing.signal])
  const left = items[Symbol.iterator]()
  let failure: { error: unknown } | null = null

  async function work(): Promise<void> {
    try {
      for (let next = left.next(); !next.done; next = left.next()) {
        stopping.throwIfAborted()
        await handle(next.value, stopping)
      }
    } catch (error) {
      failure ??= { error }
      failing.abort(error)
    }
  }

  await Promise.all(Array.from({ length: width }, work))
  signal.throwIfAborted()
  const failed = failure as { error: unknown } | null
  if (failed) throw failed.error
}

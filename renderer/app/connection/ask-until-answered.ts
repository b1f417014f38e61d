import { isAppError } from '#contracts/errors'
import type { WorkbenchClient } from '#contracts/workbench'
import { type Connection, waitForConnection } from './connection.ts'

/** Waits for a connection that can be asked, other than `except`. Rejects when the signal aborts. */
export type Reach = (signal: AbortSignal, except: Connection | null) => Promise<Connection>

/**
 * Asks the engine, and asks again whenever it went away before it had answered; while it is away this waits, and the page says so. Only for
 * what changes nothing: nobody knows whether an engine that went away had done what it was asked for.
 */
export async function askUntilAnswered<T>(
  ask: (engine: WorkbenchClient, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  reach: Reach = waitForConnection,
): Promise<T> {
  let lost: Connection | null = null
  for (;;) {
    const connection = await reach(signal, lost)
    try {
      return await ask(connection.client, signal)
    } catch (error) {
      if (signal.aborted || !isAppError(error, 'connection.lost')) throw error
      lost = connection
    }
  }
}

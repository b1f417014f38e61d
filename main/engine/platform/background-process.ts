import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { enterBackground, mayEnterBackground } from './threads/background-thread.ts'

/**
 * Makes this process give way to every other that wants the processor: for work that keeps all cores busy, so that a suggestion that a
 * person waits for comes as if it were not there. After `stayInForeground` it does nothing.
 */
export async function enterBackgroundProcess(): Promise<void> {
  if (!mayEnterBackground()) return
  try {
    setPriority(constants.priority.PRIORITY_LOW)
    // On Linux a thread has a priority of its own, which those that it starts inherit; some were started before this line.
    if (process.platform === 'linux') {
      for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), constants.priority.PRIORITY_LOW)
    }
  } catch {
    // Where a container forbids it, or a thread has just ended: the process works as any other.
  }
  // Threads that do the work are started by this one, those of libuv's pool too, and run when nobody else wants to.
  await enterBackground()
}

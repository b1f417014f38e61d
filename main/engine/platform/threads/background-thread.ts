import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/** As far back as a thread can stand. */
const lowestPriority = 19

/**
 * Makes the calling thread give way to every other that wants the processor, for as long as it lives: for workers that keep a core busy,
 * so that a suggestion that a person waits for comes as if they were not there.
 *
 * On Linux a thread has a priority of its own. Elsewhere Node can only change that of the whole process, which must not be; there the
 * system's scheduler favours threads that mostly wait, as those that answer people do.
 */
export function enterBackground(): void {
  if (process.platform !== 'linux') return
  try {
    // `PID/task/TID`; the system call takes the number of a thread where its name says process.
    const threadId = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    setPriority(threadId, lowestPriority)
  } catch {
    // Without /proc, or where a container forbids it, the thread works as any other.
  }
}

import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/** As far back as a thread can stand without the addon. */
const lowestPriority = 19

/**
 * Makes the calling thread give way to every other that wants the processor, for as long as it lives: for workers that keep a core busy,
 * so that a suggestion that a person waits for comes as if they were not there. Threads that it starts are the same.
 */
export async function enterBackground(): Promise<void> {
  // At once, because loading the addon's module takes time itself.
  lowerPriority()
  const { enterBackground: enter, NativeAddonError } = await import('#native')
  try {
    enter()
  } catch (error) {
    // What needs the addon says so itself; what does not runs without it.
    if (!(error instanceof NativeAddonError)) throw error
  }
}

/** On Linux a thread has a priority of its own. Elsewhere Node can only change that of the whole process, which must not be. */
function lowerPriority(): void {
  if (process.platform !== 'linux') return
  try {
    // `PID/task/TID`; the system call takes the number of a thread where its name says process.
    const threadId = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    setPriority(threadId, lowestPriority)
  } catch {
    // Without /proc, or where a container forbids it, the thread works as any other.
  }
}

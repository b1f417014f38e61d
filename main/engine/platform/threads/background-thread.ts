import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/** As far back as a thread can stand without the addon. */
const lowestPriority = 19

/** Set where nothing may be in the background. In the environment, so that the threads and processes that are started know it too. */
const foregroundVariable = 'CODESHELL_FOREGROUND'

/**
 * From now on nothing that this process starts enters the background: for a program whose only work is what a person waits for. In the
 * background that work would get next to nothing of a machine that anyone else keeps busy.
 */
export function stayInForeground(): void {
  process.env[foregroundVariable] = '1'
}

/** Whether what is to run in the background may. */
export function mayEnterBackground(): boolean {
  return !process.env[foregroundVariable]
}

/**
 * Makes the calling thread give way to every other that wants the processor, for as long as it lives: for workers that keep a core busy,
 * so that a suggestion that a person waits for comes as if they were not there. Threads that it starts are the same.
 * After `stayInForeground` it does nothing.
 */
export async function enterBackground(): Promise<void> {
  if (!mayEnterBackground()) return
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

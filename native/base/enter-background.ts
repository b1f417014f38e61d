import { getAddon } from './load-addon.ts'

/**
 * Makes the calling thread, and every thread that it starts from then on, run when no other wants the processor. There is no way back.
 *
 * Linux: `SCHED_IDLE`. macOS: the quality of service "utility". Windows: the lowest priority.
 *
 * @returns whether the system did it.
 */
export function enterBackground(): boolean {
  return getAddon<{ enterBackground(): boolean }>().enterBackground()
}

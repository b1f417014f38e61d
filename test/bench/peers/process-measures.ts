import { readFileSync } from 'node:fs'

/** The most resident memory of this process in bytes; on Linux without what the program that started it had, which getrusage counts in. */
export function mostMemory(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}

/** Processor time of all threads of this process, so that other programs on the machine count little. */
export async function timeCpu<Result>(work: () => Promise<Result> | Result): Promise<{ seconds: number; result: Result }> {
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (user + system) / 1e6, result }
}

import { formatBytes } from '#contracts/format-quantity'
import type { Job } from '#contracts/jobs'
import type { WorkbenchClient } from '#contracts/workbench'
import { CommandFailure } from './command-failure.ts'

/** Waits until a job does not run any more, and shows on a terminal how far it is. */
export async function followJob(client: WorkbenchClient, jobId: number): Promise<Job> {
  const isTerminal = process.stderr.isTTY
  for await (const jobs of await client.jobs.watch()) {
    const job = jobs.find(({ id }) => id === jobId)
    if (!job) continue
    if (isTerminal) process.stderr.write(`\r${describe(job)} `)
    if (job.state !== 'running') {
      if (isTerminal) process.stderr.write('\n')
      return job
    }
  }
  throw new CommandFailure('The engine stopped before the job ended. Run the command again to go on.')
}

function describe({ unit, done, total, ratePerSecond }: Job): string {
  const amount = (count: number) => (unit === 'bytes' ? formatBytes(count) : String(Math.round(count)))
  const name = unit === 'bytes' ? '' : ` ${unit}`
  return `${amount(done)} of ${total === null ? '?' : amount(total)}${name}, ${amount(ratePerSecond)}/s`
}

import type { Job } from '#contracts/jobs'
import { showText } from '#contracts/visible-text'
import type { WorkbenchClient } from '#contracts/workbench'
import { CommandFailure } from './command-failure.ts'

/** What a command ends with that was stopped by Ctrl-C. */
export const stopped = 130

/** How a run is shown while it goes on. */
interface RunDisplay {
  progress(job: Job): void
  message(message: string): void
}

const forPeople: RunDisplay = {
  progress({ done, total, ratePerSecond }) {
    process.stderr.write(`\r\x1b[K${done} of ${total ?? '?'} documents, ${Math.round(ratePerSecond)}/s`)
  },
  message(message) {
    process.stderr.write(`\r\x1b[K${showText(message)}\n`)
  },
}

const forPrograms: RunDisplay = {
  progress({ done, total, ratePerSecond, remainingSeconds, problemCount }) {
    console.log(JSON.stringify({ event: 'progress', done, total, ratePerSecond, remainingSeconds, problems: problemCount }))
  },
  message(message) {
    console.log(JSON.stringify({ event: 'log', message }))
  },
}

const showEveryMs = 1000

/**
 * Waits until a job has ended, and shows how far it is: for people on a terminal, as lines of JSON elsewhere. Ctrl-C cancels it; the command
 * then ends with `stopped`.
 */
export async function followRun(client: WorkbenchClient, jobId: number): Promise<Job> {
  const display = process.stdout.isTTY ? forPeople : forPrograms
  const stop = () => void client.jobs.cancel({ jobId }).catch(ignoreEnd)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  let shownAtMs = Number.NEGATIVE_INFINITY
  let shownLines = 0
  try {
    for await (const jobs of await client.jobs.watch()) {
      const job = jobs.find(({ id }) => id === jobId)
      if (!job) continue
      const hasEnded = job.state !== 'running'
      if (!hasEnded && performance.now() - shownAtMs < showEveryMs) continue
      shownAtMs = performance.now()
      const { lines } = await client.jobs.log({ jobId })
      for (const { message } of lines.slice(shownLines)) display.message(message)
      shownLines = lines.length
      display.progress(job)
      if (hasEnded) return job
    }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
  }
  throw new CommandFailure('The engine stopped before the run ended. Run the command again to go on.')
}

function ignoreEnd(): void {
  // It had ended by itself.
}

import { randomUUID } from 'node:crypto'
import { isAppError } from '#contracts/errors'
import { type Job, type JobState, maxListedSkips } from '#contracts/jobs'
import { createBugReport } from '../platform/bug-report.ts'
import { toSystemFailure } from '../platform/file-error.ts'
import type { Log } from '../platform/log.ts'
import { toSqliteFailure } from '../platform/sqlite.ts'
import { withSignal } from '../platform/with-signal.ts'
import type { ClaimRequest, Claims } from './claims.ts'
import type { WorkbenchJobContext, WorkbenchJobDefinition } from './job-definition.ts'
import { createJobRate } from './job-rate.ts'
import type { JobStore } from './job-store.ts'

/** How a job may be stopped from outside. */
export type StoppedState = Extract<JobState, 'paused' | 'cancelled' | 'interrupted'>

/** A job while it runs. */
export interface JobRun {
  readonly job: Job
  /** Whether it was asked to stop and has not stopped yet. */
  readonly isStopping: boolean
  /** Asks the job to stop, and waits until it has. The last caller decides what it becomes; a job that is done by then is done. */
  stop(state: StoppedState): Promise<void>
}

const saveEveryMs = 1000

const stateWords: Record<JobState, string> = {
  running: 'Runs',
  paused: 'Paused',
  interrupted: 'Interrupted',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

/**
 * Runs a job, or goes on with it, and keeps `job` and the store up to date. Never throws: how it ends is the job's state.
 * `onDidChange` is called often.
 */
export function startJobRun(options: {
  job: Job
  definition: Pick<WorkbenchJobDefinition<unknown>, 'claims' | 'parameters' | 'run'>
  /** What errors of the database are told of. */
  folder: string
  store: JobStore
  claims: Claims
  log: Log
  onDidChange: () => void
}): JobRun & { readonly ended: Promise<void> } {
  const { job, definition, folder, store, claims, log, onDidChange } = options
  const controller = new AbortController()
  const rate = createJobRate()
  /** By name; `job.problemCount` may be more. */
  let listedFailures = store.countListed(job.id).failed
  let stopState: StoppedState = 'interrupted'
  let savedAtMs = Date.now()

  function measure(): void {
    const nowMs = Date.now()
    job.ratePerSecond = rate.get(nowMs)
    job.remainingSeconds =
      job.total !== null && job.ratePerSecond > 0 ? Math.max(0, job.total - job.done) / job.ratePerSecond : null
    if (nowMs - savedAtMs < saveEveryMs) return
    savedAtMs = nowMs
    store.saveProgress(job.id, job.done, job.total)
  }

  function createContext(): WorkbenchJobContext<unknown> {
    const { parameters, cursor } = store.readInstructions(job.id)
    return {
      jobId: job.id,
      parameters: definition.parameters.parse(parameters),
      cursor,
      signal: controller.signal,
      progress(done, total) {
        Object.assign(job, { done, total })
        rate.add(done, Date.now())
        measure()
        onDidChange()
      },
      get problemCount() {
        return listedFailures
      },
      problem(subject, reason, key = subject) {
        if (store.addProblem(job.id, { key, subject, reason, outcome: 'failed' })) listedFailures++
        job.problemCount = Math.max(job.problemCount, listedFailures)
        onDidChange()
      },
      countFailed(count) {
        job.problemCount = Math.max(count, listedFailures)
        store.saveFailedCount(job.id, job.problemCount)
        onDidChange()
      },
      skip(subject, reason) {
        if (job.skippedCount >= maxListedSkips) return
        if (store.addProblem(job.id, { key: subject, subject, reason, outcome: 'skipped' })) job.skippedCount++
        onDidChange()
      },
      clearProblems() {
        store.clearProblems(job.id)
        listedFailures = 0
        Object.assign(job, { problemCount: 0, skippedCount: 0 })
        onDidChange()
      },
      saveCursor: (value) => store.saveCursor(job.id, value),
      log: note,
    }
  }

  function note(message: string): void {
    try {
      store.addLogLine(job.id, message)
    } catch (error) {
      // A full disk, say: the work itself meets it too, and tells.
      log.warn('a line of a job was not stored', { job: job.id, message, reason: String(error) })
    }
  }

  /** Waits until nobody else uses what the job claims. */
  async function waitForClaims(request: ClaimRequest): Promise<void> {
    job.waitsFor = request.findBlocker()?.title ?? null
    note(`Waits for “${job.waitsFor}”.`)
    onDidChange()
    try {
      await withSignal(request.granted, controller.signal)
    } finally {
      job.waitsFor = null
    }
  }

  function end(state: JobState, words: { summary?: string; failure?: string } = {}): void {
    const isOver = state === 'done' || state === 'failed' || state === 'cancelled'
    Object.assign(job, { state, ...words, ratePerSecond: 0, remainingSeconds: null, endedAt: isOver ? Date.now() : null })
    const reached = job.done > 0 || job.total !== null ? ` at ${job.done} of ${job.total ?? 'unknown'} ${job.unit}` : ''
    note(words.summary ?? words.failure ?? `${stateWords[state]}${reached}.`)
    try {
      store.saveState(job)
    } catch (error) {
      // A full disk, say. The next opening of its home finds the job running and marks it as interrupted, so it can be resumed.
      log.error('the state of a job was not stored', { job: job.id, state, reason: String(error) })
    }
    onDidChange()
  }

  async function run(): Promise<void> {
    const request = claims.request({ title: job.title, claims: definition.claims })
    try {
      if (!request.isGranted) await waitForClaims(request)
      const context = createContext()
      note(context.cursor === null ? 'Begins.' : `Goes on, with ${job.done} ${job.unit} done.`)
      end('done', { summary: await definition.run(context) })
    } catch (error) {
      const isStopped = controller.signal.aborted && error instanceof Error && error.name === 'AbortError'
      if (isStopped) end(stopState)
      else end('failed', { failure: describeFailure(toSystemFailure(toSqliteFailure(error, folder)), log) })
    } finally {
      request.release()
    }
  }

  const ended = run()
  return {
    job,
    ended,
    get isStopping() {
      return controller.signal.aborted
    },
    async stop(state) {
      stopState = state
      controller.abort()
      await ended
    },
  }
}

function describeFailure(error: unknown, log: Log): string {
  if (isAppError(error)) return error.message
  const reference = randomUUID().slice(0, 8)
  createBugReport(log)({ reference, method: 'a job', error })
  return `Something went wrong that the program did not expect. The log says more under ${reference}; resume the job to try again.`
}

import type { ReportBug } from '#contracts/wire/serve'
import type { Log } from './platform/log.ts'

/** Writes each bug to the log, under the reference that the caller was given. */
export function createBugReport(log: Log): ReportBug {
  return ({ reference, method, error }) =>
    log.error(`bug in ${method}`, { reference, stack: error instanceof Error ? error.stack : String(error) })
}

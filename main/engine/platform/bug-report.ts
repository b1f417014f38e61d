import { inspect } from 'node:util'
import type { ReportBug } from '#contracts/wire/serve'
import type { Log } from './log.ts'

/** Writes each bug to the log, with all its causes, under the reference that the caller was given. */
export function createBugReport(log: Log): ReportBug {
  return ({ reference, method, error }) => log.error(`bug in ${method}`, { reference, stack: inspect(error) })
}

import type { WritableDatabase } from '../../platform/sqlite.ts'
import type { PlannedStep } from './plan-steps.ts'
import { createStepStore } from './step-store.ts'

/**
 * Marks the signals of steps that the next run measures anew, because their parameters or the step itself changed since, and takes the mark from
 * those that it would pass over again. Files that a step reads are looked at by the run.
 *
 * @returns whether a mark changed.
 */
export function markStaleSteps(database: WritableDatabase, plans: readonly PlannedStep[]): boolean {
  const stored = new Map(
    createStepStore(database)
      .list()
      .map((step) => [step.kind, step]),
  )
  const mark = database.prepare(
    'UPDATE signal SET stale = @stale WHERE producer = @kind AND producer_config_hash = @hash AND stale <> @stale',
  )
  let changes = 0
  for (const { step, parameters } of plans) {
    const known = stored.get(step.kind)
    if (!known) continue
    const isSame = known.config.version === step.version && JSON.stringify(known.config.parameters) === JSON.stringify(parameters)
    changes += mark.run({ stale: isSame ? 0 : 1, kind: step.kind, hash: known.configHash }).changes
  }
  return changes > 0
}

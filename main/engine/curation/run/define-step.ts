import type { OpenProject, SignalWriter } from '../../dataset/project/project.ts'
import { markStaleSignals } from '../../dataset/signals/signal-store.ts'
import { statisticsSignals } from '../../dataset/signals/statistics.ts'
import type { PlannedStep } from './plan-steps.ts'
import { lacksFiles } from './prepare-files.ts'
import { readStepConfig, type StepConfig } from './step-config.ts'
import { getStepFolder, tidyStepFolder } from './step-folder.ts'
import { createStepStore, type StoredStep } from './step-store.ts'

/** A step that the project knows with its present configuration. */
export interface DefinedStep {
  readonly plan: PlannedStep
  readonly config: StepConfig
  readonly stored: StoredStep
  readonly writers: ReadonlyMap<string, SignalWriter>
}

/**
 * Makes a step known to the project with its present configuration. What another one stored is gone then: seen documents, findings, parts and
 * values. The same when files are gone that the project relies on.
 *
 * @param options.model fingerprint of the loaded one; null for none
 * @param options.isAnew whether the same configuration is to begin anew, too
 */
export async function defineStep(
  project: OpenProject,
  plan: PlannedStep,
  { model, isAnew }: { model: string | null; isAnew: boolean },
): Promise<DefinedStep> {
  const { kind } = plan.step
  const store = createStepStore(project.database)
  const config = await readStepConfig(project.database, plan, model)
  const origin = { producer: kind, producerConfig: config }
  project.assertInPlace()
  const define = project.database.transaction(() => {
    const stored = store.define(kind, config)
    const writers = new Map(plan.products.signals.map((words) => [words.name, project.writeSignal({ ...words, ...origin })]))
    // Signals that the step gave with other parameters, and does not give with these.
    markStaleSignals(project.database, { ...origin, names: listSignalsOf(project, kind) })
    return { plan, config, stored, writers }
  })
  const defined = define.immediate()
  await tidyStepFolder(project.folder, defined.stored)
  const folder = getStepFolder(project.folder, defined.stored)
  if (!isAnew && !lacksFiles({ stored: defined.stored, store, folder })) return defined
  store.reset(defined.stored.id)
  return { ...defined, stored: store.find(kind) ?? defined.stored }
}

/** Those of the import are none of the step, also where both have one name. */
function listSignalsOf(project: OpenProject, kind: string): string[] {
  const imported = new Set(statisticsSignals.map(({ name }) => name))
  return project.listSignals().flatMap(({ name, producer }) => (producer === kind && !imported.has(name) ? name : []))
}

import type { OpenProject, SignalWriter } from '../../dataset/project/project.ts'
import type { LongWork } from '../../platform/long-work.ts'
import type { DocumentOrder, StepOrder } from '../process/step-requests.ts'
import type { TextScorer } from '../score-texts.ts'
import type { PlannedStep } from './plan-steps.ts'
import type { StepConfig } from './step-config.ts'
import type { StepFolder } from './step-folder.ts'
import type { StepStore, StoredStep } from './step-store.ts'
import type { PreparingRequests, StepWorkers } from './step-workers.ts'

/** One step on its way through the documents of a project. */
export interface StepRun {
  readonly plan: PlannedStep
  readonly config: StepConfig
  readonly stored: StoredStep
  /** By name, what takes the values of the signals that the step gives. */
  readonly writers: ReadonlyMap<string, SignalWriter>
  readonly folder: StepFolder
  readonly temporaryFolder: string
  readonly project: OpenProject
  readonly store: StepStore
  readonly workers: StepWorkers
  /** 1 for each document that the step is to see. The ids of documents end here, whatever is imported meanwhile. */
  readonly isWanted: Uint8Array
  readonly sizesBytes: ArrayLike<number>
  readonly work: Pick<LongWork, 'signal' | 'problem' | 'log'>
  /** Asks the model that the step needs; null for a step that needs none. */
  readonly model: TextScorer | null
  /** The ids of the documents that a query matches. */
  select(query: string, signal: AbortSignal): Promise<Uint32Array>
  /** Called after documents were stored, in the transaction that stores them. */
  onDidStore(stored: StoredCount): void
}

/** What was stored at once: documents that were not seen before, and how many problems and findings they had. */
export interface StoredCount {
  ids: Uint32Array
  problems: number
  findings: number
}

/** By name, the columns that the step needs, as far as the project has them. */
export type NeededColumns = ReadonlyMap<string, Float32Array>

export async function readNeededColumns({ plan, project, work }: StepRun): Promise<NeededColumns> {
  const snapshot = project.snapshot()
  const known = new Set(snapshot.listSignals().map(({ name }) => name))
  const columns = new Map<string, Float32Array>()
  for (const name of plan.needs.signals ?? []) {
    columns.set(name, known.has(name) ? await snapshot.readColumn(name, work.signal) : new Float32Array())
  }
  return columns
}

export function orderDocuments(ids: Uint32Array, columns: NeededColumns): DocumentOrder {
  const signals = Array.from(columns, ([name, column]) => [name, Float32Array.from(ids, (id) => column[id] ?? Number.NaN)])
  return { ids, signals: Object.fromEntries(signals) }
}

/** `stored` is the step as it is now: after preparing, its files are known. */
export function orderStep({ plan, folder, temporaryFolder, workers }: StepRun, stored: StoredStep): StepOrder {
  const files = Object.entries(stored.prepared ?? {}).map(([name, file]) => [name, folder.fromStored(file)])
  return {
    kind: plan.step.kind,
    parameters: plan.parameters,
    prepared: Object.fromEntries(files),
    temporaryFolder,
    memoryBytes: workers.memoryBytes,
  }
}

/** What a process that prepares or combines may ask. `attempt` is what it does, as in "is being prepared". */
export function answerProcess(run: StepRun, columns: NeededColumns, attempt: string): PreparingRequests {
  const { plan, work } = run
  let toldQuarters = 0
  return {
    select: ({ query }, signal) => run.select(query, AbortSignal.any([signal, work.signal])),
    readSignals: ({ ids }) => ({ ...orderDocuments(ids, columns).signals }),
    progress({ fraction }) {
      const quarters = Math.floor(fraction * 4)
      if (quarters <= toldQuarters || quarters >= 4) return
      toldQuarters = quarters
      work.log(`${plan.step.title}: ${attempt}, ${quarters * 25} % done.`)
    },
    log: ({ message }) => work.log(`${plan.step.title}: ${message}`),
  }
}

/** Notes documents that could not be measured. Two sources may hold the same path, so ids tell problems apart. */
export async function noteProblems(run: StepRun, problems: readonly { id: number; reason: string }[]): Promise<void> {
  if (problems.length === 0) return
  const { plan, project, work } = run
  const rows = await project.rows(
    problems.map(({ id }) => id),
    [],
  )
  const names = new Map(rows.map((row) => [Number(row.id), row.name]))
  for (const { id, reason } of problems) {
    work.problem(names.get(id) ?? String(id), `${plan.step.title}: ${reason}`, `${plan.step.kind} ${id}`)
  }
}

export const endedTwice = 'The process that measures documents ended twice with this one.'

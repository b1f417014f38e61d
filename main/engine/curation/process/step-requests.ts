import type { ScoreReach, TextScore } from '#contracts/inference'
import type { StepOutput } from '../steps/step.ts'

/** A step with its parameters, and where its process may write. */
export interface StepOrder {
  readonly kind: string
  /** As the schema of the step gave them. */
  readonly parameters: object
  readonly prepared: Readonly<Record<string, string>>
  readonly temporaryFolder: string
  readonly memoryBytes: number
}

/** Documents for a step, by ascending id, with the values of the signals that it needs. */
export interface DocumentOrder {
  readonly ids: Uint32Array
  readonly signals: Readonly<Record<string, Float32Array>>
}

/** What `combine` found, in files: `result-file.ts` says how. */
export interface CombinedFiles {
  readonly documentCount: number
  readonly pairCount: number
  readonly signals: readonly string[]
}

/** What the process of steps can be asked. Documents are read from the project's database, which it never writes. */
export interface StepProcessRequests {
  /** Before everything else. `stepsModule` is the address of a module that exports `steps`; null for those of the program. */
  open(given: { databaseFile: string; stepsModule: string | null }): void
  /** Closes the step before, if there is one. */
  begin(given: StepOrder): void
  run(given: DocumentOrder): StepOutput
  /** Writes the part to `file`. */
  map(given: DocumentOrder & { file: string }): void
  prepare(given: StepOrder & { folder: string }): Record<string, string>
  /** Reads parts and writes results. */
  combine(given: { partFiles: readonly string[]; pairsFile: string; signalsFile: string }): CombinedFiles
  end(given: null): void
}

/** What a process of steps asks in return, about the step that it prepares or combines; of any step, the model. */
export interface RunnerRequests {
  /** The ids of the documents that a query matches, ascending. */
  select(given: { query: string }): Uint32Array
  /** Values of the signals that the step needs. */
  readSignals(given: { ids: Uint32Array }): Record<string, Float32Array>
  progress(given: { fraction: number }): void
  log(given: { message: string }): void
  /** Fails with `model.not-loaded`. */
  score(given: { texts: readonly string[]; reach: ScoreReach }): TextScore[]
}

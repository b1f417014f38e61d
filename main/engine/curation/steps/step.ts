import type { z } from 'zod'
import type { ScoreReach, TextScore } from '#contracts/inference'
import type { DocumentBatch } from '#native'

/**
 * Documents on their way through a step: place `i` of every array is one document. This is all that a step sees of a corpus, so it runs the
 * same on a project here and on one shard of many elsewhere.
 */
export interface StepBatch extends DocumentBatch {
  /** Which documents: numbers below 2^32 - 1 in ascending order, each used once in the corpus. */
  readonly ids: Uint32Array
  readonly paths: readonly (string | null)[]
  /** Names of Linguist. */
  readonly languages: readonly string[]
  readonly repos: readonly (string | null)[]
  /** By name, the values of the signals that the step needs; NaN where missing. */
  readonly signals: Readonly<Record<string, Float32Array>>
}

/** A place in a document and what was found there. */
export interface StepFinding {
  /** Place of the document in its batch. */
  readonly document: number
  /** One of the types that the step says it finds. */
  readonly type: string
  /** Bytes of the document, `end` not included. */
  readonly start: number
  readonly end: number
  /** What a person should know beside the type: the benchmark and its entry, say. Never the secret itself. */
  readonly note: string | null
}

/** What a step measured on a batch. */
export interface StepOutput {
  /** By name, one value for each document of the batch; NaN where there is none. */
  readonly signals: Readonly<Record<string, Float32Array>>
  readonly findings?: readonly StepFinding[]
  /** Documents that could not be measured, by their place, with the reason as a sentence. Their values are NaN. */
  readonly problems?: readonly { readonly document: number; readonly reason: string }[]
}

/** A signal that a step produces, in the words that people see. */
export interface SignalWords {
  readonly name: string
  readonly label: string
  readonly unit: string
  readonly description: string
}

/** What a step adds to a project with given parameters. */
export interface StepProducts {
  readonly signals: readonly SignalWords[]
  /** Types of findings. `placeholder` is what masking writes in their place: `<EMAIL>`. */
  readonly findings?: readonly { readonly type: string; readonly label: string; readonly placeholder: string }[]
  /** Whether it finds pairs of duplicates. */
  readonly pairs?: boolean
}

/** What must be there before a step can run. */
export interface StepNeeds {
  readonly signals?: readonly string[]
  /** Files that a person brings along, by absolute path: their contents belong to the configuration of the step. */
  readonly files?: readonly string[]
  /** Whether it asks the loaded model. */
  readonly model?: boolean
}

/** The loaded model, as a step that needs it is given it. */
export interface StepModel {
  /** Fails with `model.not-loaded` when it was unloaded or replaced, and with the signal's reason. */
  score(texts: readonly string[], reach: ScoreReach, signal: AbortSignal): Promise<TextScore[]>
}

interface StepBase<Parameters extends object> {
  /** Its name in recipes: `near-duplicates`. */
  readonly kind: string
  /** What people read: "Near-duplicates". */
  readonly title: string
  /** One sentence that says what is measured. */
  readonly description: string
  /** Strict, every key with a default and a description, so that `{}` is a step that works. Keys are in snake_case, as in recipes. */
  readonly parameters: z.ZodType<Parameters>
  /** Grows when the same parameters would give other values: what older versions stored is stale. */
  readonly version: number
  /** Roughly how long a megabyte of source code takes on one core, in milliseconds: cheap steps run first. */
  readonly costMsPerMb: number
  describe(parameters: Parameters): StepProducts
  needs(parameters: Parameters): StepNeeds
}

export interface StepOptions<Parameters> {
  readonly parameters: Parameters
  /** What `prepare` made, by name. */
  readonly prepared: Readonly<Record<string, string>>
  /** For what does not outlive the run. */
  readonly temporaryFolder: string
  /** What the run may keep in memory beside a batch, at most. */
  readonly memoryBytes: number
  /** There for a step that says it needs it. */
  readonly model?: StepModel
}

/** What a step that trains on the corpus is given. */
export interface PrepareContext<Parameters> {
  readonly parameters: Parameters
  /** An empty folder of this step and these parameters; what is written here is kept until they change. */
  readonly folder: string
  readonly temporaryFolder: string
  readonly memoryBytes: number
  readonly signal: AbortSignal
  /**
   * The documents that a query of the query bar matches, in the order of their ids, whatever the rules say of them. Fails with `query.invalid`
   * that names the query.
   */
  selectDocuments(query: string): AsyncIterable<StepBatch>
  /** A fraction from 0 to 1. */
  progress(fraction: number): void
  log(message: string): void
}

/** A step that looks at each document by itself. */
export interface DocumentStep<Parameters extends object = object> extends StepBase<Parameters> {
  readonly scope: 'document'
  /** Makes the files that the step needs, once for a project and these parameters: a trained model, say. Gives absolute paths by name. */
  prepare?(context: PrepareContext<Parameters>): Promise<Record<string, string>>
  /** Runs in a worker; several are open at once. */
  open(options: StepOptions<Parameters>): Promise<DocumentStepRun>
}

export interface DocumentStepRun extends AsyncDisposable {
  /** Gives the same whatever other documents are in the batch. Stops soon with the signal's reason when it aborts. */
  run(batch: StepBatch, signal: AbortSignal): Promise<StepOutput>
}

/** What `map` made of a batch, in the order of the ids. */
export interface CorpusPart {
  readonly ids: Uint32Array
  readonly bytes: Uint8Array
}

/** The whole corpus as `combine` sees it. */
export interface Corpus {
  /** As many as all parts hold together. */
  readonly documentCount: number
  /** All parts in the order of the ids. May be gone through more than once. */
  parts(): AsyncIterable<CorpusPart>
  /** Documents again, at most 1,024 at once, in the order of the ids given. */
  readDocuments(ids: Uint32Array): Promise<StepBatch>
}

/** Pairs of duplicates, each once, `firsts[i] < seconds[i]`, in ascending order. */
export interface CorpusPairs {
  readonly firsts: Uint32Array
  readonly seconds: Uint32Array
  /** 0 to 1. */
  readonly jaccards: Float32Array
}

/** What a corpus step found about all documents together. */
export interface CorpusOutput {
  readonly pairs?: CorpusPairs
  /** By name, one value for each document in the order of the parts. */
  readonly signals: Readonly<Record<string, Float32Array>>
}

/** A step that needs to see all documents together. */
export interface CorpusStep<Parameters extends object = object> extends StepBase<Parameters> {
  readonly scope: 'corpus'
  open(options: StepOptions<Parameters>): Promise<CorpusStepRun>
}

export interface CorpusStepRun extends AsyncDisposable {
  /** What the corpus needs to know of a batch. Runs in several workers; the result depends on the batch alone. */
  map(batch: StepBatch, signal: AbortSignal): Promise<Uint8Array>
  /** Depends neither on how documents were spread over batches nor on the order in which those were mapped. */
  combine(corpus: Corpus, work: { signal: AbortSignal; progress(fraction: number): void }): Promise<CorpusOutput>
}

export type Step = DocumentStep | CorpusStep

import { rm } from 'node:fs/promises'
import { z } from 'zod'
import type { RuleReport, StepReport } from '#contracts/curation-report'
import { formatPlural } from '#contracts/format-quantity'
import type { OpenProject } from '../../dataset/project/project.ts'
import { getProjectFile } from '../../dataset/project/project-file.ts'
import type { JobContext, JobDefinition } from '../../jobs/job-definition.ts'
import { fingerprintModel, notLoaded, type ScoringModels, whyNotReady } from '../score-model.ts'
import { createTextScorer, type TextScorer } from '../score-texts.ts'
import type { Step } from '../steps/step.ts'
import { readTokenCounts } from '../tokens/read-token-counts.ts'
import { type DefinedStep, defineStep } from './define-step.ts'
import { getStep, listProducts, listReadable, type PlannedStep, planStep, type WantedResults } from './plan-steps.ts'
import { prepareFiles } from './prepare-files.ts'
import { runCorpusStep } from './run-corpus-step.ts'
import { runDocumentStep } from './run-document-step.ts'
import { createRunStore, type RunStore } from './run-store.ts'
import { createRunTally, type RunTally } from './run-tally.ts'
import { getStepFolder } from './step-folder.ts'
import type { StepRun } from './step-run.ts'
import { createStepStore } from './step-store.ts'
import { createStepWorkers, type StepWorkers, type StepWorkersOptions } from './step-workers.ts'
import { makeTemporary, removeTemporary } from './temporary-folder.ts'

/** What a run was started with. Steps are in their order. */
export const curateParameters = z.object({
  recipe: z.string(),
  steps: z.array(z.object({ kind: z.string(), parameters: z.record(z.string(), z.unknown()) })),
  scoreAll: z.boolean(),
  /** Kinds of steps that begin anew when the job begins, and not when it goes on. */
  anew: z.array(z.string()).default([]),
})
export type CurateParameters = z.input<typeof curateParameters>

/** What the runner asks of the rest of the program. */
export interface CurateOptions extends Pick<StepWorkersOptions, 'stepsModule' | 'processCount'> {
  readonly steps: readonly Step[]
  readonly models: ScoringModels
  /** The ids of the documents of the open project that a query matches, ascending. */
  select(query: string, signal: AbortSignal): Promise<Uint32Array>
  /**
   * 1 for each document that the rules keep that come before the first which reads any of this; null when all are kept. Rules that read what is
   * not there yet keep everything.
   */
  stillKept(request: KeptRequest, signal: AbortSignal): Promise<Uint8Array | null>
  /** What each rule of a recipe does after those before it. `tokens` are those of each document, as the run counts them. */
  countRules(counted: { recipe: string; tokens: Float64Array }, signal: AbortSignal): Promise<RuleReport[]>
}

export interface KeptRequest {
  readonly recipe: string
  readonly readers: WantedResults
  /**
   * What steps of this run give that have not come to their end: rules that read it would decide by the values of some documents, and so
   * otherwise in a run that was stopped than in one that was not.
   */
  readonly unfinished: WantedResults
}

/** The job that runs the steps of a recipe. */
export function createCurateJob(options: CurateOptions): JobDefinition<z.infer<typeof curateParameters>, OpenProject> {
  return {
    kind: 'curate',
    unit: 'documents',
    claims: ['processor'],
    parameters: curateParameters,
    run: (context) => curate(context, options),
    tidy: async (_, project) => removeTemporary(project.folder),
  }
}

type CurateContext = JobContext<z.infer<typeof curateParameters>, OpenProject>

async function curate(context: CurateContext, options: CurateOptions): Promise<string> {
  const { project, parameters, jobId } = context
  const runs = createRunStore(project.database)
  const run = runs.begin(jobId, parameters.recipe)
  const snapshot = project.snapshot()
  const sizesBytes = await snapshot.sizesBytes(context.signal)
  const tokenCounts = await readTokenCounts(snapshot, context.signal)
  const plans = parameters.steps.map(({ kind, parameters: given }) => planStep(getStep(options.steps, kind), given))
  const tally = createRunTally({ plans, sizesBytes, tokenCounts, before: run.report, scoreAll: parameters.scoreAll })
  const temporaryFolder = await makeTemporary(project.folder)
  const databaseFile = getProjectFile(project.folder)
  try {
    const scorer = plans.some(({ needs }) => needs.model) ? await findScorer(options.models) : null
    // All at once, so that no rule reads what another configuration measured.
    const steps: DefinedStep[] = []
    for (const plan of plans) {
      const isAnew = run.report === null && parameters.anew.includes(plan.step.kind)
      steps.push(await defineStep(project, plan, { model: scorer?.fingerprint ?? null, isAnew }))
    }
    await using workers = createStepWorkers({ ...options, databaseFile })
    const model = scorer && createTextScorer({ models: options.models, scorer, signal: context.signal })
    const surroundings = { context, model, plans, options, runs, runId: run.id, workers, tally, temporaryFolder, sizesBytes }
    for (const step of steps) await runStep(surroundings, step)
    tally.finish(await options.countRules({ recipe: parameters.recipe, tokens: tokenCounts.tokens }, context.signal))
  } finally {
    runs.saveReport(run.id, tally.report())
    await rm(temporaryFolder, { recursive: true, force: true })
  }
  runs.end(run.id)
  return summarise(tally, project.documentCount - sizesBytes.length)
}

interface Surroundings {
  /** Null when no step asks it. */
  model: TextScorer | null
  plans: readonly PlannedStep[]
  runs: RunStore
  runId: number
  context: CurateContext
  options: CurateOptions
  workers: StepWorkers
  tally: RunTally
  temporaryFolder: string
  sizesBytes: Float64Array
}

async function runStep(surroundings: Surroundings, { plan, config, stored, writers }: DefinedStep): Promise<void> {
  const { context, model, options, runs, runId, workers, tally, temporaryFolder, sizesBytes } = surroundings
  const { project } = context
  const store = createStepStore(project.database)
  const isWanted = await findWanted(surroundings, plan)
  const counts = tally.begin(plan, isWanted, store.readSeen(stored.id, isWanted.length))
  context.log(`${plan.step.title}: ${counts.describe()}.`)
  context.progress(tally.done, tally.total)
  const run: StepRun = {
    ...{ plan, config, stored, writers, store, project, workers, temporaryFolder, isWanted, sizesBytes },
    folder: getStepFolder(project.folder, stored),
    work: context,
    model: plan.needs.model ? model : null,
    select: options.select,
    onDidStore(stored) {
      counts.add(stored)
      // A run that is killed goes on counting from here.
      runs.saveReport(runId, tally.report())
      context.progress(tally.done, tally.total)
    },
  }
  try {
    await prepareFiles(run)
    const ready = { ...run, stored: store.find(plan.step.kind) ?? stored }
    if (plan.step.scope === 'document') await runDocumentStep(ready)
    else counts.setPairs((await runCorpusStep(ready)).pairCount)
  } finally {
    counts.end()
    project.markColumnsChanged('now')
  }
  context.log(`${plan.step.title}: ${describeStep(counts.report())}`)
}

/** The model that is loaded now. Fails with `model.not-loaded`. */
async function findScorer(models: ScoringModels): Promise<{ name: string; fingerprint: string }> {
  const state = await models.fetchState()
  if (state.status !== 'ready') throw notLoaded(whyNotReady(state))
  return { name: state.model.name, fingerprint: await fingerprintModel(state.model.file) }
}

/** Documents that can still be kept, unless every step is to see all of them. */
async function findWanted({ context, options, plans, sizesBytes }: Surroundings, plan: PlannedStep): Promise<Uint8Array> {
  const { recipe, scoreAll } = context.parameters
  const readers = listReadable(plans, plan)
  const unfinished = listProducts(plans.slice(plans.indexOf(plan)))
  const kept = scoreAll ? null : await options.stillKept({ recipe, readers, unfinished }, context.signal)
  const isWanted = new Uint8Array(sizesBytes.length).fill(1)
  if (kept) isWanted.set(kept.subarray(0, isWanted.length))
  return isWanted
}

function describeStep({ measuredDocuments, seconds, problems, findings, pairs }: StepReport): string {
  const rate = seconds > 0 ? `, ${Math.round(measuredDocuments / seconds)} a second` : ''
  const parts = [
    `${formatPlural(measuredDocuments, 'document')} in ${seconds.toFixed(1)} seconds${rate}`,
    problems > 0 && formatPlural(problems, 'problem'),
    findings > 0 && formatPlural(findings, 'finding'),
    pairs !== null && formatPlural(pairs, 'pair'),
  ]
  return `${parts.filter((part) => part !== false).join('; ')}.`
}

function summarise(tally: RunTally, added: number): string {
  const { steps, documents, seconds, rules, kept } = tally.report()
  const problems = steps.reduce((sum, step) => sum + step.problems, 0)
  const sentences = [
    steps.length === 0
      ? 'The recipe needs no step: its rules read what is there.'
      : `${formatPlural(steps.length, 'step')} of ${formatPlural(documents, 'document')} took ${seconds.toFixed(1)} seconds.`,
    kept && rules.length > 0 && `The rules keep ${formatPlural(kept.documents, 'document')} of ${documents}.`,
    problems > 0 && `${formatPlural(problems, 'document')} could not be measured; the problems of this job say why.`,
    added > 0 && `${formatPlural(added, 'document')} came in meanwhile; run again to include ${added === 1 ? 'it' : 'them'}.`,
  ]
  return sentences.filter((sentence) => sentence !== false && sentence !== null).join(' ')
}

import { type CurationReport, hasEstimatedTokens } from '#contracts/curation-report'
import { formatBytes, formatPlural, formatTokens } from '#contracts/format-quantity'
import type { Job } from '#contracts/jobs'
import { showText } from '#contracts/visible-text'
import { writeFileAtomic } from '#engine/platform/atomic-file'
import { toFileError } from '#engine/platform/file-error'
import { CommandFailure } from './command-failure.ts'
import { type CommandForm, readCommandLine } from './command-line.ts'
import { followRun, stopped } from './follow-run.ts'
import { resolvePath } from './given-paths.ts'
import { openEngine } from './open-engine.ts'

export const curateForm: CommandForm = {
  usage: `codeshell curate --project DIR [--recipe FILE]   run the steps of a recipe; FILE becomes that of the project, which explain and export follow:
    --steps KINDS                               steps to run beside those that the recipe needs; several with commas between them
    --report FILE                               write the report of the run as JSON
    --all                                       let every step see every document, those too that rules before it drop
  Ends with 0 when every document was measured, 1 when the run failed, 3 when some documents could not be measured, and 130 when it
  was stopped by Ctrl-C: run it again to go on.`,
  operands: [],
  options: { project: 'required value', recipe: 'value', steps: 'value', report: 'value', all: 'switch' },
}

/** What the command ends with beside 0, 1, 2 and `stopped`. */
const someNotMeasured = 3

/** Runs a recipe and prints how far it is: for people on a terminal, as lines of JSON elsewhere. */
export async function curate(args: string[]): Promise<void> {
  const { values, switches } = readCommandLine(args, curateForm)
  const recipe = values.get('recipe')
  const steps = (values.get('steps') ?? '').split(',').filter((kind) => kind !== '')
  await using engine = await openEngine()
  const { client } = engine
  await client.dataset.openProject({ folder: resolvePath(values.get('project') ?? '') })
  if (recipe !== undefined) await client.recipe.loadFile({ file: resolvePath(recipe) })
  const { jobId } = await client.curation.curate({
    steps: steps.map((step) => ({ step })),
    scoreAll: switches.has('all'),
  })
  const isTerminal = process.stdout.isTTY
  const job = await followRun(client, jobId)
  const { runs } = await client.curation.runs({})
  const report = runs.find((run) => run.jobId === jobId)?.report ?? null
  const file = values.get('report')
  if (report && file !== undefined) await writeReport(resolvePath(file), report)
  if (!isTerminal)
    console.log(JSON.stringify({ event: 'end', state: job.state, summary: job.summary, failure: job.failure, report }))
  else if (report) console.log(`\n${formatReport(report)}`)
  end(job, isTerminal)
}

function end(job: Job, isTerminal: boolean): void {
  if (job.state === 'cancelled') {
    console.error('Stopped. What was measured is kept; run the command again to go on.')
    process.exitCode = stopped
    return
  }
  if (job.state !== 'done') throw new CommandFailure(showText(job.failure ?? `The run is ${job.state}.`))
  if (isTerminal) console.log(showText(job.summary ?? ''))
  if (job.problemCount > 0) process.exitCode = someNotMeasured
}

async function writeReport(file: string, report: CurationReport): Promise<void> {
  try {
    await writeFileAtomic(file, `${JSON.stringify(report, null, 2)}\n`)
  } catch (error) {
    throw toFileError(error, file, 'Writing the report')
  }
}

/** Tokens in words; none where they were not told yet. */
type TellTokens = (tokens: number | null) => string[]

/** A line for each step and each rule. */
function formatReport(report: CurationReport): string {
  const { steps, rules, kept, notes } = report
  const tell: TellTokens = (tokens) => (tokens === null ? [] : [formatTokens(tokens, hasEstimatedTokens(report))])
  const dropped = rules.map(({ rule, description, droppedDocuments, documents, droppedTokens }) => {
    const parts = [`${droppedDocuments} of ${documents}`, ...tell(droppedTokens)]
    return `${String(rule + 1).padStart(3)}. ${description} Drops ${parts.join(', ')}.`
  })
  const size = kept ? [formatBytes(kept.sizeBytes), ...tell(kept.tokens)].join(', ') : ''
  const last = kept && rules.length > 0 ? [`Kept: ${formatPlural(kept.documents, 'document')} (${size})`] : []
  return showText([...formatSteps(steps, tell), ...dropped, ...last, ...notes].join('\n'))
}

function formatSteps(steps: CurationReport['steps'], tell: TellTokens): string[] {
  return steps.map(
    ({ title, measuredDocuments, measuredBytes, measuredTokens, knownDocuments, seconds, problems, findings, pairs }) => {
      const size = [formatBytes(measuredBytes), ...tell(measuredTokens)].join(', ')
      const parts = [
        `${formatPlural(measuredDocuments, 'document')} (${size}) in ${seconds.toFixed(1)} s`,
        knownDocuments > 0 && `${knownDocuments} known before`,
        problems > 0 && formatPlural(problems, 'problem'),
        findings > 0 && formatPlural(findings, 'finding'),
        pairs !== null && formatPlural(pairs, 'pair'),
      ]
      return `${title.padEnd(24)} ${parts.filter((part) => part !== false).join(', ')}`
    },
  )
}

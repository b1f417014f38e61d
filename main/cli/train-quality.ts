import type { QualityReport } from '#contracts/quality'
import { showText } from '#contracts/visible-text'
import { CommandFailure } from './command-failure.ts'
import { type CommandForm, readCommandLine, wrong } from './command-line.ts'
import { followJob } from './follow-job.ts'
import { resolvePath } from './given-paths.ts'
import { openEngine } from './open-engine.ts'

export const trainQualityForm: CommandForm = {
  usage: `codeshell train-quality --project DIR            train a quality model and score every document with it; further options:
    --ratings-from N                            learn from what a model rated (codeshell rate): N points and more are good, fewer are not
    --good QUERY --bad QUERY                    learn from documents that match these, and not from those labelled keep and drop
    --signals NAMES                             signals to look at beside the text; several with commas between them`,
  operands: [],
  options: { project: 'required value', 'ratings-from': 'value', good: 'value', bad: 'value', signals: 'value' },
}

/** Trains the model of the step \`quality\`, scores the project's documents, and prints how good the model is on examples that it had not seen. */
export async function trainQuality(args: string[]): Promise<void> {
  const { values } = readCommandLine(args, trainQualityForm)
  const [good, bad] = [values.get('good'), values.get('bad')]
  if ((good === undefined) !== (bad === undefined))
    throw wrong(trainQualityForm, '--good and --bad are given together, or neither')
  const least = readRating(values.get('ratings-from'))
  if (good !== undefined && least !== null) throw wrong(trainQualityForm, '--ratings-from and --good are not given together')
  const ratings = least === null ? {} : { labels: 'ratings', min_rating: least }
  const examples = good === undefined ? ratings : { labels: 'queries', positive: good, negative: bad }
  const signals = (values.get('signals') ?? '').split(',').filter((name) => name !== '')
  await using engine = await openEngine()
  const { client } = engine
  await client.dataset.openProject({ folder: resolvePath(values.get('project') ?? '') })
  const { jobId } = await client.curation.curate({
    recipe: noRules,
    steps: [{ step: 'quality', parameters: { ...examples, signals } }],
    scoreAll: true,
    anew: ['quality'],
  })
  const job = await followJob(client, jobId)
  if (job.state !== 'done') throw new CommandFailure(showText(job.failure ?? `The training is ${job.state}.`))
  const model = await client.curation.qualityModel()
  if (model) console.log(formatReport(model.report))
}

function readRating(given: string | undefined): number | null {
  if (given === undefined) return null
  const rating = Number(given)
  if (given.trim() === '' || !(rating >= 0 && rating <= 5))
    throw wrong(trainQualityForm, `--ratings-from is "${showText(given)}", not a number from 0 to 5`)
  return rating
}

/** The step alone is run. */
const noRules = 'version: 2\nname: quality\nrules: []\n'

/** Few enough lines to choose a threshold by. */
const shownThresholds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

function formatReport({
  positives,
  negatives,
  contradictions,
  folds,
  rocAuc,
  averagePrecision,
  thresholds,
}: QualityReport): string {
  const rows = shownThresholds.flatMap((shown) => {
    const row = thresholds.find(({ threshold }) => Math.abs(threshold - shown) < 1e-9)
    return row ? [`${shown.toFixed(1).padStart(9)}${formatShare(row.precision)}${formatShare(row.recall)}`] : []
  })
  return [
    `Learned from ${positives} good and ${negatives} bad documents${contradictions > 0 ? `; ${contradictions} were both, and left out` : ''}.`,
    `Measured on examples that it had not seen (${folds} folds): ROC AUC ${rocAuc.toFixed(3)}, average precision ${averagePrecision.toFixed(3)}.`,
    'threshold precision    recall',
    ...rows,
  ].join('\n')
}

function formatShare(share: number | null): string {
  return (share === null ? 'none' : `${(100 * share).toFixed(1)} %`).padStart(10)
}

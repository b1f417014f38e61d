import { documentQuery } from '#contracts/dataset'
import { showText } from '#contracts/visible-text'
import type { Engine } from '#engine/engine'
import { CommandFailure } from './command-failure.ts'
import { type CommandForm, readCommandLine, wrong } from './command-line.ts'
import { followRun, stopped } from './follow-run.ts'
import { resolvePath } from './given-paths.ts'
import { openEngine } from './open-engine.ts'

export const rateForm: CommandForm = {
  usage: `codeshell rate --project DIR                     let a model rate a sample of documents from 0 to 5 by a rubric; further options:
    --query QUERY                               the documents of which the sample is taken, all without it
    --count N                                   documents of the sample, 500 by default
    --seed N                                    another sample; a larger one of the same seed begins with the smaller one
    --max-tokens N                              tokens of a document that are read at most, 1024 by default
    --model FILE                                the GGUF file to rate with, the one that was loaded last without it
  What this model rated before is not rated again, so the same command goes on after Ctrl-C or a kill. Ends with 0 when every document of the sample
  has a rating, 1 when it failed, 3 when some have none, and 130 when it was stopped by Ctrl-C.`,
  operands: [],
  options: {
    project: 'required value',
    query: 'value',
    count: 'value',
    seed: 'value',
    'max-tokens': 'value',
    model: 'value',
  },
}

/** Lets a model rate documents, and shows how far it is: for people on a terminal, as lines of JSON elsewhere. */
export async function rate(args: string[]): Promise<void> {
  const { values } = readCommandLine(args, rateForm)
  const options = {
    query: documentQuery.parse({ text: values.get('query') ?? '' }),
    count: readWhole(values, 'count', 500),
    seed: readWhole(values, 'seed', 0),
    maxTokens: readWhole(values, 'max-tokens', 1024),
  }
  await using engine = await openEngine()
  const { client } = engine
  await client.dataset.openProject({ folder: resolvePath(values.get('project') ?? '') })
  await loadModel(engine, values.get('model'))
  const { jobId } = await client.curation.rateDocuments(options)
  const { state, summary, failure, problemCount } = await followRun(client, jobId)
  if (process.stdout.isTTY) process.stderr.write(`\n${showText(summary ?? '')}\n`)
  else console.log(JSON.stringify({ event: 'end', state, summary, failure, problems: problemCount }))
  if (state === 'cancelled') {
    console.error('Stopped. The same command goes on from here.')
    process.exitCode = stopped
  } else if (state !== 'done') throw new CommandFailure(showText(failure ?? `The rating is ${state}.`))
  else if (problemCount > 0) process.exitCode = 3
}

function readWhole(values: ReadonlyMap<string, string>, name: string, otherwise: number): number {
  const given = values.get(name)
  if (given === undefined) return otherwise
  if (!/^\d{1,9}$/.test(given)) throw wrong(rateForm, `--${name} is "${showText(given)}", not a whole number`)
  return Number(given)
}

/** Loads a model, without a file the one of the last time. Fails when there is none. */
async function loadModel(engine: Engine, file: string | undefined): Promise<void> {
  if (file !== undefined) {
    await engine.client.models.load({ file: resolvePath(file) })
    return
  }
  engine.loadInitialModel()
  for await (const state of await engine.client.models.watch()) {
    if (state.status === 'ready') return
    if (state.status === 'failed') throw new CommandFailure(showText(state.message))
    if (state.status === 'none') throw new CommandFailure('There is no model to rate with. Name one with --model FILE.')
  }
}

import { showText } from '#contracts/visible-text'
import { CommandFailure } from './command-failure.ts'
import { type CommandForm, readCommandLine, wrong } from './command-line.ts'
import { followRun, stopped } from './follow-run.ts'
import { resolvePath } from './given-paths.ts'
import { openEngine } from './open-engine.ts'

export const trainLanguageModelForm: CommandForm = {
  usage: `codeshell train-lm --project DIR --query QUERY --output FILE
                                              train an n-gram model on the documents that match, and write it; further options:
    --order N                                   words of the longest n-grams, 1 to 6; 5 by default
    --arpa FILE                                 write the model as an ARPA file, too
  The query is that of the query bar. Ends with 0 when the model is there, 1 when the training failed, and 130 when it was stopped by Ctrl-C.`,
  operands: [],
  options: {
    project: 'required value',
    query: 'required or empty value',
    output: 'required value',
    order: 'value',
    arpa: 'value',
  },
}

/** Trains an n-gram model and prints how far it is: for people on a terminal, as lines of JSON elsewhere. */
export async function trainLanguageModel(args: string[]): Promise<void> {
  const { values } = readCommandLine(args, trainLanguageModelForm)
  const order = values.get('order') ?? '5'
  if (!/^[1-6]$/.test(order)) throw wrong(trainLanguageModelForm, `--order is "${showText(order)}", not a number from 1 to 6`)
  const arpa = values.get('arpa')
  await using engine = await openEngine()
  const { client } = engine
  await client.dataset.openProject({ folder: resolvePath(values.get('project') ?? '') })
  const { jobId } = await client.curation.trainLanguageModel({
    query: values.get('query') ?? '',
    file: resolvePath(values.get('output') ?? ''),
    arpaFile: arpa === undefined ? null : resolvePath(arpa),
    order: Number(order),
  })
  const { state, summary, failure } = await followRun(client, jobId)
  // The log has said what was written; the line below it is still open.
  if (process.stdout.isTTY) process.stderr.write('\n')
  else console.log(JSON.stringify({ event: 'end', state, summary, failure }))
  if (state === 'cancelled') {
    console.error('Stopped. No model was written.')
    process.exitCode = stopped
  } else if (state !== 'done') throw new CommandFailure(showText(failure ?? `The training is ${state}.`))
}

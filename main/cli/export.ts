import { extname } from 'node:path'
import { isAppError } from '#contracts/errors'
import {
  type ExportFormat,
  type ExportOptions,
  type ExportProperty,
  exportChoice,
  exportFormat,
  exportProperty,
} from '#contracts/exports'
import { showText } from '#contracts/visible-text'
import type { WorkbenchClient } from '#contracts/workbench'
import { CommandFailure } from './command-failure.ts'
import { type CommandForm, type CommandLine, readCommandLine, wrong } from './command-line.ts'
import { followJob } from './follow-job.ts'
import { resolvePath } from './given-paths.ts'
import { openEngine } from './open-engine.ts'

export const exportForm: CommandForm = {
  usage: `codeshell export TARGET --project DIR       write documents with a manifest and a card; further options:
    --format ${exportFormat.options.join('|')}     the ending of TARGET by default, folder without one
    --which ${exportChoice.options.join('|')}                     kept by default
    --query QUERY                               restrict, as the query bar of the Data place does
    --language NAMES --source NAMES             restrict; several with commas between them
    --sort COLUMN[:descending]                  the default is the order of import
    --columns NAMES --signals NAMES             all by default; the word none for none
    --replace                                   replace what is at TARGET, whatever it is`,
  operands: ['TARGET'],
  options: {
    project: 'required value',
    format: 'value',
    which: 'value',
    query: 'value',
    language: 'value',
    source: 'value',
    sort: 'value',
    columns: 'value',
    signals: 'value',
    replace: 'switch',
  },
}

/** Writes documents of a project and prints what was written. */
export async function exportDocuments(args: string[]): Promise<void> {
  const line = readCommandLine(args, exportForm)
  const target = resolvePath(line.operands[0] ?? '')
  const { values } = line
  const options = {
    target,
    format: readChoice(values, 'format', exportFormat.options) ?? guessFormat(target),
    which: readChoice(values, 'which', exportChoice.options) ?? 'kept',
    sort: readSort(values.get('sort')),
    properties: readProperties(values.get('columns')),
    signals: readList(values.get('signals')),
  }
  await using engine = await openEngine()
  const { client } = engine
  await client.dataset.openProject({ folder: resolvePath(values.get('project') ?? '') })
  const query: ExportOptions['query'] = {
    languages: readList(values.get('language')) ?? [],
    sourceIds: await findSources(client, values.get('source')),
    verdict: 'any',
    labels: [],
    licences: [],
    repos: [],
    text: values.get('query') ?? '',
  }
  const jobId = await startExport(client, { ...options, query }, line.switches.has('replace'))
  const job = await followJob(client, jobId)
  if (job.state !== 'done') throw new CommandFailure(job.failure ? showText(job.failure) : `The export is ${job.state}.`)
  console.log(showText(job.summary ?? ''))
}

type StartedOptions = Omit<ExportOptions, 'replace'>

/** Whoever wrote `--replace` has answered every question; there is one for each of the files that are written. */
async function startExport(client: WorkbenchClient, options: StartedOptions, mayReplace: boolean): Promise<number> {
  let replace: string | null = null
  for (let question = 0; ; question++) {
    try {
      return (await client.exports.start({ ...options, replace })).jobId
    } catch (error) {
      if (!isAppError(error, 'file.would-replace')) throw error
      if (!mayReplace || question === 3)
        throw new CommandFailure(`${showText(error.message)} Add --replace to do it.`, { cause: error })
      replace = error.data.confirmation
    }
  }
}

function guessFormat(target: string): ExportFormat {
  const format = exportFormat.options.find((each) => target.toLowerCase().endsWith(`.${each}`))
  if (format !== undefined) return format
  if (extname(target) !== '') throw wrong(exportForm, `--format is missing, and "${extname(target)}" is the ending of none`)
  return 'folder'
}

function readChoice<Choice extends string>(
  values: CommandLine['values'],
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const given = values.get(name)
  const choice = choices.find((each) => each === given)
  if (given !== undefined && choice === undefined) {
    throw wrong(exportForm, `--${name} is "${showText(given)}", not one of ${choices.join(', ')}`)
  }
  return choice
}

/** Null when the option was not given. */
function readList(given: string | undefined): string[] | null {
  if (given === undefined) return null
  return given === 'none' ? [] : given.split(',').filter((name) => name !== '')
}

function readProperties(given: string | undefined): ExportProperty[] {
  const names = readList(given)
  if (names === null) return [...exportProperty.options]
  const unknown = names.find((name) => !exportProperty.options.some((option) => option === name))
  if (unknown !== undefined) {
    throw wrong(exportForm, `--columns has "${showText(unknown)}", which is none of ${exportProperty.options.join(', ')}`)
  }
  return exportProperty.options.filter((option) => names.includes(option))
}

function readSort(given: string | undefined): ExportOptions['sort'] {
  if (given === undefined) return null
  const descending = /:desc(?:ending)?$/
  return {
    column: given.replace(/:(?:asc|desc)(?:ending)?$/, ''),
    direction: descending.test(given) ? 'descending' : 'ascending',
  }
}

async function findSources(client: WorkbenchClient, given: string | undefined): Promise<number[]> {
  const names = readList(given) ?? []
  const sources = await client.dataset.sources()
  return names.flatMap((name) => {
    const found = sources.filter((source) => source.name === name)
    if (found.length === 0) {
      throw new CommandFailure(
        `The project has no source "${showText(name)}". It has ${sources.map((source) => showText(source.name)).join(', ')}.`,
      )
    }
    return found.map(({ id }) => id)
  })
}

import { basename } from 'node:path'
import { AppError, isAppError } from '#contracts/errors'
import { formatCount } from '#contracts/format-quantity'
import type { ColumnMapping } from '#contracts/imports'
import { createDocumentWriter, type DocumentWriter } from '../documents/document-writer.ts'
import type { ProjectWork } from '../project/project.ts'
import { type ImportCursor, readImportCursor, resumeTally } from './import-cursor.ts'
import { type ImportParameters, importParameters } from './import-parameters.ts'
import { type ImportBatch, importSource, storeBatch } from './import-source.ts'
import { countFailed, emptyTally, type ImportTally, measureRejectedShare, summarize, sumTallies } from './import-tally.ts'
import type { Importer } from './importer.ts'
import { getImporter } from './importers.ts'
import { createInputLocator } from './locate-inputs.ts'
import { measureInputs } from './measure-inputs.ts'
import { createPortionPreparer, type PortionPreparer } from './portion-preparer.ts'

/** Problems that are listed by name, at some hundred bytes each. All are counted. */
const maxListedProblems = 1_000_000

/**
 * The job that imports folders and files, one after the other.
 *
 * It can be killed at any point: a batch of documents is stored with its statistics, its problems and where to go on, or not at all. Importing
 * the same source again adds the rows that are new in it.
 */
export const importJob = {
  kind: 'import',
  unit: ({ inputs }: ImportParameters) => getCommonUnit(inputs) ?? 'documents',
  claims: ['writer', 'processor'],
  parameters: importParameters,
  async run(context: ProjectWork<ImportParameters>): Promise<string> {
    const { project, parameters } = context
    await using preparer = createPortionPreparer(context.log)
    const stopMeasuring = new AbortController()
    const { inputs } = parameters
    const locate = createInputLocator(inputs)
    const measured = measureInputs({
      ...{ inputCount: inputs.length, isComparable: getCommonUnit(inputs) !== null, locate },
      signal: AbortSignal.any([context.signal, stopMeasuring.signal]),
      projectFolder: project.folder,
    })
    const run: ImportRun = {
      ...{ context, preparer, locate, measured, writer: createDocumentWriter(project.database) },
      cursor: readImportCursor(context.cursor),
    }
    // What it looks at again it finds again.
    if (run.cursor.input === 0 && run.cursor.position === null) context.clearProblems()
    try {
      while (run.cursor.input < inputs.length) await importInput(run)
    } finally {
      stopMeasuring.abort()
      await measured.ended
      project.markColumnsChanged('now')
    }
    const unit = getCommonUnit(inputs) === 'files' ? 'files' : 'rows'
    return summarize(run.cursor.before, { unit, unfinished: run.cursor.unfinished })
  },
} as const

interface ImportRun {
  context: ProjectWork<ImportParameters>
  preparer: PortionPreparer
  locate: ReturnType<typeof createInputLocator>
  measured: ReturnType<typeof measureInputs>
  writer: DocumentWriter
  /** As it is stored. */
  cursor: ImportCursor
}

/** What the units of progress are, where all inputs have the same. */
function getCommonUnit(inputs: ImportParameters['inputs']): Importer['unit'] | null {
  const units = new Set(inputs.map(({ location }) => getImporter(location.kind).unit))
  const [unit = null] = units
  return units.size === 1 ? unit : null
}

/** Imports the input that the cursor points at, and moves the cursor to the next. */
async function importInput(run: ImportRun): Promise<void> {
  const { context, cursor } = run
  const { inputs } = context.parameters
  const input = inputs[cursor.input]
  if (!input) throw new Error(`The import has no input ${cursor.input}.`)
  try {
    await importRows(run, input)
  } catch (error) {
    // One input that cannot be read, or holds too much that cannot, is no reason to leave out the others.
    if (!isAppError(error) || inputs.length === 1 || context.signal.aborted) throw error
    context.problem(input.location.path, error.message, `${cursor.input}:`)
    run.cursor.unfinished = [...cursor.unfinished, nameInput(input)]
    countFailures(run, run.cursor.current)
  }
  const { before, current, doneBefore, unfinished } = run.cursor
  const done = run.measured.sizeOf(cursor.input) ?? 0
  run.cursor = {
    ...{ input: cursor.input + 1, doneBefore: doneBefore + done, position: null, unfinished },
    ...{ before: sumTallies(before, current), current: emptyTally() },
  }
  context.saveCursor(run.cursor)
}

function nameInput({ location: { path, table } }: ImportParameters['inputs'][number]): string {
  return [basename(path) || path, table].filter((part) => part !== null).join(', ')
}

async function importRows(run: ImportRun, input: ImportParameters['inputs'][number]): Promise<void> {
  const { context, writer, preparer } = run
  const { project, parameters, signal } = context
  const { maxTextBytes } = parameters
  const { importer, source: located } = await run.locate(run.cursor.input)
  const { location, ...source } = located
  const sourceId = writer.ensureSource({ kind: importer.kind, location, ...source })
  const mapping = await completeMapping({ importer, location, mapping: input.mapping, signal })
  run.cursor.current = resumeTally(run.cursor)
  await importSource({
    importer,
    preparer,
    request: { kind: importer.kind, location, mapping, maxTextBytes, source: { repo: source.repo, licence: source.licence } },
    read: {
      ...{ signal, maxTextBytes, mapping, cursor: run.cursor.position, projectFolder: project.folder },
      hasPath: (path) => writer.hasDocument(sourceId, path),
      note: context.log,
    },
    store(batch) {
      store(run, sourceId, batch)
      // Files that may not be read say nothing of the others.
      if (importer.unit !== 'files') refuseTooMany(run, source.name)
    },
  })
}

/** What the person left open is as it is proposed. */
async function completeMapping(options: {
  importer: Importer
  location: unknown
  mapping: ColumnMapping
  signal: AbortSignal
}): Promise<ColumnMapping> {
  const { importer, location, mapping, signal } = options
  if (Object.keys(mapping).length > 0) return mapping
  const { columns } = await importer.inspect(location, signal)
  return Object.fromEntries(columns.map(({ name, proposedRole }) => [name, proposedRole]))
}

function store(run: ImportRun, sourceId: number, batch: ImportBatch): void {
  const { context, writer, cursor } = run
  context.project.assertInPlace()
  const next: ImportCursor = context.project.database
    .transaction(() => {
      const current = storeBatch(writer, sourceId, { batch, tally: cursor.current })
      for (const { subject, reason, outcome } of batch.rejections.listed) {
        if (outcome === 'skipped') context.skip(subject, reason)
        else if (context.problemCount < maxListedProblems) context.problem(subject, reason, `${cursor.input}:${subject}`)
      }
      countFailures(run, current)
      const moved = { ...cursor, current, position: batch.cursor }
      context.saveCursor(moved)
      return moved
    })
    .immediate()
  run.cursor = next
  context.progress(cursor.doneBefore + batch.done, run.measured.total())
  context.project.markColumnsChanged('soon')
}

/** Rows of the inputs before and of the one under way, and inputs that were not imported to their end. */
function countFailures({ context, cursor }: ImportRun, current: ImportTally): void {
  context.countFailed(countFailed(cursor.before) + countFailed(current) + cursor.unfinished.length)
}

function refuseTooMany({ context, cursor }: ImportRun, name: string): void {
  const { maxRejectedShare } = context.parameters
  const { current } = cursor
  const share = measureRejectedShare(current)
  if (share <= maxRejectedShare) return
  const failed = countFailed(current)
  const percent = (part: number) => `${formatCount(Math.round(part * 1000) / 10)} %`
  throw new AppError(
    'import.too-many-rejected',
    `The import of ${name} stopped: ${formatCount(failed)} rows were rejected so far, ${percent(share)}, and the limit is ${percent(maxRejectedShare)}. The list says why; ${formatCount(current.documents)} documents are in the project and stay. Put right what is wrong, or import again with a higher limit.`,
    { name, failed, share },
  )
}

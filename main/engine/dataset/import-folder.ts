import { realpath, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { AppError } from '#contracts/errors'
import type { JobContext, JobDefinition } from '../jobs/job-definition.ts'
import { toFileError } from '../platform/file-error.ts'
import { createDocumentWriter, type DocumentWriter, type NewDocument } from './document-writer.ts'
import { type WalkedFile, walkFolder } from './folder-walk.ts'
import { createImportTally, type ImportTally } from './import-tally.ts'
import { prepareDocuments } from './prepare-documents.ts'
import { readSourceFile } from './source-file.ts'

const parameters = z.object({ folder: z.string(), maxFileBytes: z.number() })
type ImportParameters = z.infer<typeof parameters>

/** Texts are stored in batches of about this size, so that memory stays flat and a transaction short. */
const batchBytes = 8 * 1024 * 1024
const batchDocuments = 1000
/** Files that are read at a time. */
const readers = 32

/**
 * The job that imports a folder of code.
 *
 * It can be killed at any point: a batch of documents is stored with its statistics and counts or not at all, and what is there already is
 * passed over. Importing the same folder again adds the files that are new in it.
 */
export const importFolderJob: JobDefinition<ImportParameters> = {
  kind: 'import',
  unit: 'files',
  parameters,
  async run(context) {
    const { project, parameters, signal } = context
    const root = await resolveFolder(parameters.folder)
    const writer = createDocumentWriter(project.database)
    const sourceId = writer.ensureSource(root, basename(root) || root)
    const tally = createImportTally(context.cursor)
    context.clearProblems()
    const counting = new AbortController()
    const total = countFiles({ root, excludedFolder: project.folder, signal: AbortSignal.any([signal, counting.signal]) })
    try {
      await importAll({ context, root, writer, sourceId, tally, total })
    } finally {
      counting.abort()
      await total.promise
      project.markColumnsChanged('now')
    }
    return tally.summarize(parameters.maxFileBytes)
  },
}

/** The folder as it is imported: without links on the way. Fails with `file.not-found`, `file.failed` or `input.invalid`. */
export async function resolveFolder(folder: string): Promise<string> {
  const real = await realpath(folder).catch((error) => {
    throw toFileError(error, folder, 'Importing the folder')
  })
  if ((await stat(real)).isDirectory()) return real
  const reason = 'it is a file'
  throw new AppError('input.invalid', `${folder} cannot be imported as a folder: ${reason}.`, { field: 'folder', reason })
}

interface Import {
  context: JobContext<ImportParameters>
  root: string
  writer: DocumentWriter
  sourceId: number
  tally: ImportTally
  total: { count: number | null }
}

type Text = { path: string; bytes: Buffer }

async function importAll(job: Import): Promise<void> {
  let storing: Promise<void> = Promise.resolve()
  try {
    for await (const texts of readBatches(job)) {
      // While this batch is prepared and stored, the loop reads the next one; no more than these two are in memory.
      const previous = storing
      storing = prepareDocuments(texts, job.context.signal).then(async (documents) => {
        await previous
        storeBatch(job, documents)
      })
      // Awaited one batch later; until then a failure must not count as unhandled.
      storing.catch(() => undefined)
      await previous
    }
  } finally {
    // Also when reading failed: nothing may be stored after the job has ended.
    await storing
  }
}

function storeBatch(job: Import, documents: readonly NewDocument[]): void {
  const { context, writer, sourceId, tally } = job
  context.signal.throwIfAborted()
  const next = tally.withAdded(documents)
  context.project.database
    .transaction(() => {
      writer.addDocuments(sourceId, documents)
      context.saveCursor(next)
    })
    .immediate()
  tally.setAdded(next)
  context.project.markColumnsChanged('soon')
}

async function* readBatches(job: Import): AsyncGenerator<Text[], void, undefined> {
  let texts: Text[] = []
  let sizeBytes = 0
  let fileCount = 0
  for await (const group of walkInGroups(job)) {
    job.context.signal.throwIfAborted()
    for (const text of await readGroup(job, group)) {
      texts.push(text)
      sizeBytes += text.bytes.length
    }
    fileCount += group.length
    job.context.progress(fileCount, job.total.count)
    if (sizeBytes < batchBytes && texts.length < batchDocuments) continue
    yield texts
    texts = []
    sizeBytes = 0
  }
  yield texts
}

async function* walkInGroups({ context, root, tally }: Import): AsyncGenerator<WalkedFile[], void, undefined> {
  let group: WalkedFile[] = []
  const walk = walkFolder({
    root,
    excludedFolder: context.project.folder,
    onSkip: tally.countSkipped,
    onProblem: context.problem,
  })
  for await (const file of walk) {
    group.push(file)
    if (group.length < readers) continue
    yield group
    group = []
  }
  yield group
}

async function readGroup(job: Import, group: readonly WalkedFile[]): Promise<Text[]> {
  const { context, writer, sourceId, tally } = job
  const isNew = group.filter(({ path }) => !writer.hasDocument(sourceId, path))
  tally.countPresent(group.length - isNew.length)
  const files = await Promise.all(isNew.map((file) => readSourceFile(file, context.parameters.maxFileBytes)))
  const texts: Text[] = []
  for (const file of files) {
    if (file.status === 'text') texts.push(file)
    else if (file.status === 'skipped') tally.countSkipped(file.reason)
    else context.problem(file.path, file.reason)
  }
  return texts
}

/** Walks ahead of the import, so that its remaining time is known early without keeping a list of all files. Never rejects. */
function countFiles(options: { root: string; excludedFolder: string; signal: AbortSignal }): {
  count: number | null
  promise: Promise<void>
} {
  const result: { count: number | null; promise: Promise<void> } = { count: null, promise: Promise.resolve() }
  const count = async () => {
    let files = 0
    for await (const _ of walkFolder({ ...options, onSkip: () => undefined, onProblem: () => undefined })) {
      if (options.signal.aborted) return
      files++
    }
    result.count = files
  }
  // The import itself walks the same folders and tells what is wrong with them.
  result.promise = count().catch(() => undefined)
  return result
}

import { basename } from 'node:path'
import { z } from 'zod'
import { spellPath } from '../../platform/byte-path.ts'
import { resolveFolder } from '../../platform/resolve-folder.ts'
import { createDocumentWriter, type DocumentWriter, type NewDocument } from '../documents/document-writer.ts'
import type { ProjectWork } from '../project/project.ts'
import { createFilePreparer } from './file-preparer.ts'
import { type WalkedFile, walkFolder } from './folder-walk.ts'
import { createImportTally, describeSkip, type ImportSkip, type ImportTally } from './import-tally.ts'
import type { PreparedFiles } from './prepare-files.ts'

const parameters = z.object({ folder: z.string(), maxFileBytes: z.number() })
type ImportParameters = z.infer<typeof parameters>

/** Documents are stored in batches, the bytes being compressed ones, so that memory stays flat and a transaction short. */
const batchBytes = 4 * 1024 * 1024
const batchDocuments = 1000
/** Files that a thread is given at a time. */
const groupFiles = 128

/**
 * The job that imports a folder of code.
 *
 * It can be killed at any point: a batch of documents is stored with its statistics and counts or not at all, and what is there already is
 * passed over. Importing the same folder again adds the files that are new in it.
 */
export const importFolderJob = {
  kind: 'import',
  unit: 'files',
  claims: ['writer', 'processor'],
  parameters,
  async run(context: ProjectWork<ImportParameters>): Promise<string> {
    const { project, parameters, signal } = context
    const root = await resolveFolder(parameters.folder)
    const writer = createDocumentWriter(project.database)
    const sourceId = writer.ensureSource({
      ...{ kind: 'folder', location: { path: root }, name: basename(root) || root },
      ...{ repo: null, commit: null, licence: null },
    })
    const tally = createImportTally(context.cursor)
    context.clearProblems()
    const counting = new AbortController()
    const total = countFiles({ root, excludedFolder: spellFolder(project), signal: AbortSignal.any([signal, counting.signal]) })
    try {
      await importAll({ context, root, writer, sourceId, tally, total })
    } finally {
      counting.abort()
      await total.promise
      project.markColumnsChanged('now')
    }
    return tally.summarize({ maxFileBytes: parameters.maxFileBytes, failedCount: context.problemCount })
  },
} as const

/** SQLite takes no path that is not UTF-8, so the folder of a project is kept as the system gives it. */
function spellFolder({ folder }: { folder: string }): string {
  return spellPath(Buffer.from(folder))
}

interface Import {
  context: ProjectWork<ImportParameters>
  root: string
  writer: DocumentWriter
  sourceId: number
  tally: ImportTally
  total: { count: number | null }
}

async function importAll(job: Import): Promise<void> {
  const { context } = job
  let batch: NewDocument[] = []
  let sizeBytes = 0
  for await (const { files, skipped, failed } of prepareAll(job)) {
    for (const { path, reason } of skipped) noteSkip(job, path, reason)
    for (const { path, reason } of failed) context.problem(path, reason)
    for (const file of files) {
      batch.push({ ...file, ordinal: null, licence: null, repo: null, stars: null, metadata: null })
      sizeBytes += file.zstd.length
    }
    if (batch.length < batchDocuments && sizeBytes < batchBytes) continue
    storeBatch(job, batch)
    batch = []
    sizeBytes = 0
  }
  storeBatch(job, batch)
}

function storeBatch({ context, writer, sourceId, tally }: Import, documents: readonly NewDocument[]): void {
  context.signal.throwIfAborted()
  context.project.assertInPlace()
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

/** Keeps the threads busy and gives their results in the order of the walk, so that ids are in it too. */
async function* prepareAll(job: Import): AsyncGenerator<PreparedFiles, void, undefined> {
  const { context, total } = job
  await using preparer = createFilePreparer()
  const underWay: { fileCount: number; prepared: Promise<PreparedFiles> }[] = []
  let fileCount = 0
  async function* takeAll(leave: number) {
    for (let first = underWay[leave] && underWay.shift(); first; first = underWay[leave] && underWay.shift()) {
      const prepared = await first.prepared
      context.signal.throwIfAborted()
      fileCount += first.fileCount
      yield prepared
      context.progress(fileCount, total.count)
    }
  }
  for await (const group of walkInGroups(job)) {
    context.signal.throwIfAborted()
    const files = leaveOutPresent(job, group)
    const prepared = preparer.prepare({ files, maxFileBytes: context.parameters.maxFileBytes })
    // Awaited in its turn; until then a failure must not count as unhandled.
    prepared.catch(() => undefined)
    underWay.push({ fileCount: group.length, prepared })
    yield* takeAll(preparer.capacity)
  }
  yield* takeAll(0)
}

/** What git's rules name was left out by the person, and is only counted. */
function noteSkip({ context, tally }: Import, path: string, reason: ImportSkip): void {
  tally.countSkipped(reason)
  if (reason !== 'ignored') context.skip(path, describeSkip(reason, context.parameters.maxFileBytes))
}

async function* walkInGroups(job: Import): AsyncGenerator<WalkedFile[], void, undefined> {
  const { context, root } = job
  let group: WalkedFile[] = []
  const walk = walkFolder({
    root,
    excludedFolder: spellFolder(context.project),
    onSkip: (path, reason) => noteSkip(job, path, reason),
    onProblem: context.problem,
  })
  for await (const file of walk) {
    group.push(file)
    if (group.length < groupFiles) continue
    yield group
    group = []
  }
  yield group
}

function leaveOutPresent({ writer, sourceId, tally }: Import, group: readonly WalkedFile[]): WalkedFile[] {
  const files = group.filter(({ path }) => !writer.hasDocument(sourceId, path))
  tally.countPresent(group.length - files.length)
  return files
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

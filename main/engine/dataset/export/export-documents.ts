import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { DocumentId } from '#contracts/dataset'
import { formatBytes, formatPlural } from '#contracts/format-quantity'
import { makeNameBeside } from '../../platform/atomic-file.ts'
import { findRealPath, systemPath } from '../../platform/byte-path.ts'
import { findSystemCode, toFileError } from '../../platform/file-error.ts'
import type { FileGuard } from '../../platform/file-guard.ts'
import type { FileContent } from '../../platform/file-kind.ts'
import type { Decisions } from '../decisions.ts'
import { toDocumentId } from '../documents/document-id.ts'
import { decodeText } from '../documents/text-encoding.ts'
import type { ColumnSnapshot, OpenProject, ProjectWork } from '../project/project.ts'
import { listIds } from '../signals/sort-column.ts'

const parameters = z.object({
  file: z.string(),
  which: z.enum(['kept', 'dropped', 'all']),
  /** The confirmation of `file.would-replace`. */
  replace: z.string().nullable().default(null),
})
type ExportParameters = z.infer<typeof parameters>

/**
 * The unfinished file of the run under way, or of the one that was the last. No other run writes to this name. In a copy of the project
 * the cursor speaks of a run of the project that was copied, and that may still be writing.
 */
const exportCursor = z.object({ partial: z.string(), projectFolder: z.string() })

/** How each line begins, `text` being the first key. */
const lineStart = '{"text":"'

/** Lines are gathered up to about this size before they are written. */
const bufferBytes = 1024 * 1024
/** Documents handled before other work gets its turn. */
const sliceLength = 16

/**
 * The job that writes documents as JSON Lines, in the order of their ids.
 *
 * It writes a file beside the wanted one and renames it at the end, so what has the wanted name is always whole. A job that is resumed
 * starts over, because the recipe may have changed.
 */
export function createExportJob({ getDecisions, files }: { getDecisions: () => Decisions; files: FileGuard }) {
  return {
    kind: 'export',
    unit: 'documents',
    parameters,
    async run(context: ProjectWork<ExportParameters>): Promise<string> {
      const { file } = context.parameters
      await removePartial(context.cursor, context.project)
      const partial = makeNameBeside(file, 'partial')
      // Both at once, so that they speak of the same documents and values.
      const taken = { columns: context.project.snapshot(), decisions: getDecisions() }
      await checkExportFile(files, context.parameters)
      // Before the file is there, so that it is found again whenever the process ends.
      context.saveCursor({ partial, projectFolder: context.project.folder } satisfies z.infer<typeof exportCursor>)
      try {
        const written = await writeAll(context, partial, taken)
        // Hours may have passed.
        await checkExportFile(files, context.parameters)
        await rename(systemPath(partial), systemPath(file))
        return `Exported ${formatPlural(written.documents, 'document', 'documents')} (${formatBytes(written.sizeBytes)}) to ${file}.`
      } catch (error) {
        // What is told is why the export failed, not why its remains cannot be removed.
        await rm(systemPath(partial), { force: true }).catch(() => undefined)
        throw toFileError(error, file, 'Exporting')
      }
    },
    tidy: removePartial,
  } as const
}

async function removePartial(cursor: unknown, { folder }: OpenProject): Promise<void> {
  const left = exportCursor.safeParse(cursor).data
  if (left?.projectFolder !== folder) return
  await rm(systemPath(left.partial), { force: true }).catch((error: unknown) => {
    // There is a file where the folder was, so what was in it is gone.
    if (findSystemCode(error) !== 'ENOTDIR') throw error
  })
}

/** Finds out at once what would make the export fail, or destroy something: a folder that is missing, a file of another kind in its place. */
export async function checkExportFile(
  files: FileGuard,
  { file, replace }: Pick<ExportParameters, 'file' | 'replace'>,
): Promise<void> {
  const folder = dirname(file)
  await findRealPath(folder).catch((error) => {
    throw toFileError(error, folder, 'Exporting')
  })
  await files.checkWrite({ file, attempt: 'Exporting', writes: 'exported documents', isSameKind: isExport, replace })
}

/** Whether it begins as every file of documents does that this program writes. The first line may be longer than what was read. */
function isExport({ kind, start }: FileContent): boolean {
  return kind === 'text' && start.toString('latin1', 0, lineStart.length) === lineStart
}

async function writeAll(
  context: ProjectWork<ExportParameters>,
  partial: string,
  { columns, decisions }: { columns: ColumnSnapshot; decisions: Decisions },
): Promise<{ documents: number; sizeBytes: number }> {
  const { project, signal, parameters } = context
  const kept = await decisions.kept()
  const ids = selectIds(columns.documentCount, kept, parameters.which)
  const describe = await createDescriber(project, columns)
  await using handle = await open(systemPath(partial), 'wx')
  const output = createLineOutput(handle)
  context.progress(0, ids.length)
  for (const [index, place] of ids.entries()) {
    const id = toDocumentId(place)
    const isDropped = kept !== null && kept[id] === 0
    await output.add({ ...describe(id), ...(isDropped && { hits: await decisions.hits(id) }) })
    if ((index + 1) % sliceLength !== 0) continue
    context.progress(index + 1, ids.length)
    await setImmediate()
    signal.throwIfAborted()
  }
  await output.flush()
  signal.throwIfAborted()
  await handle.sync()
  context.progress(ids.length, ids.length)
  return { documents: ids.length, sizeBytes: output.sizeBytes() }
}

function selectIds(documentCount: number, kept: Uint8Array | null, which: ExportParameters['which']): Uint32Array {
  const ids = listIds(documentCount)
  if (which === 'all') return ids
  return ids.filter((id) => (kept === null || kept[id] === 1) === (which === 'kept'))
}

/** One line of the file. The names are part of what the product promises. */
async function createDescriber(project: OpenProject, columns: ColumnSnapshot) {
  const sourceNames = new Map(project.listSources().map(({ id, name }) => [id, name]))
  const names = columns.listSignals().map(({ name }) => name)
  const values = await Promise.all(names.map((name) => columns.readColumn(name)))
  return (id: DocumentId) => {
    const { path, language, sourceId, sizeBytes, hash, bytes } = project.readDocument(id)
    const { text, lossy } = decodeText(bytes)
    // JSON has no infinity; like a missing value it is null.
    const signals = Object.fromEntries(names.map((name, index) => [name, values[index]?.[id] ?? null]))
    return {
      text,
      path,
      language,
      source: sourceNames.get(sourceId) ?? '',
      size: sizeBytes,
      hash,
      signals,
      ...(lossy && { lossy }),
    }
  }
}

/** Waits for the disk whenever the buffer is full, so that a slow disk slows the export and does not fill the memory. */
function createLineOutput(handle: FileHandle) {
  let lines: string[] = []
  let length = 0
  let sizeBytes = 0
  async function flush(): Promise<void> {
    const bytes = Buffer.from(lines.join(''))
    lines = []
    length = 0
    sizeBytes += bytes.length
    await handle.writeFile(bytes)
  }
  return {
    flush,
    sizeBytes: () => sizeBytes,
    async add(value: unknown): Promise<void> {
      const line = `${JSON.stringify(value)}\n`
      lines.push(line)
      length += line.length
      if (length >= bufferBytes) await flush()
    },
  }
}

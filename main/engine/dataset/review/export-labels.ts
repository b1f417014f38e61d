import { open, rename, rm } from 'node:fs/promises'
import { z } from 'zod'
import { formatPlural } from '#contracts/format-quantity'
import { makeNameBeside } from '../../platform/atomic-file.ts'
import { systemPath } from '../../platform/byte-path.ts'
import { toFileError } from '../../platform/file-error.ts'
import type { FileGuard } from '../../platform/file-guard.ts'
import type { FileContent } from '../../platform/file-kind.ts'
import { toDocumentId } from '../documents/document-id.ts'
import type { OpenProject, ProjectWork } from '../project/project.ts'
import { selectDocuments } from '../signals/select-documents.ts'
import { labelLineStart } from './label-line.ts'
import type { Labels } from './labels.ts'
import type { ProjectLabels } from './project-labels.ts'

const parameters = z.object({ file: z.string(), replace: z.string().nullable().default(null) })
type LabelExport = z.infer<typeof parameters>

/** The unfinished file of the run under way or the last one, and the project that it is of: a copy of that has the same cursor. */
const cursor = z.object({ partial: z.string(), projectFolder: z.string() })

/** Documents that are read in one go. */
const batchLength = 5000

/** The job that writes what was said of documents as JSON Lines. It writes beside the wanted file and renames at the end. */
export function createExportLabelsJob({ labels, files }: { labels: Pick<ProjectLabels, 'load'>; files: FileGuard }) {
  return {
    kind: 'export-labels',
    unit: 'documents',
    claims: [],
    parameters,
    async run(context: ProjectWork<LabelExport>): Promise<string> {
      const { project } = context
      const { file } = context.parameters
      await removePartial(context.cursor, project)
      await checkLabelsFile(files, context.parameters)
      const partial = makeNameBeside(file, 'partial')
      context.saveCursor({ partial, projectFolder: project.folder } satisfies z.infer<typeof cursor>)
      try {
        const count = await writeLabels(context, await labels.load(project), partial)
        await checkLabelsFile(files, context.parameters)
        await rename(systemPath(partial), systemPath(file))
        return `Exported the labels of ${formatPlural(count, 'document')} to ${file}.`
      } catch (error) {
        // What is told is why the export failed, not why its remains cannot be removed.
        await rm(systemPath(partial), { force: true }).catch(() => undefined)
        throw toFileError(error, file, 'Exporting labels')
      }
    },
    tidy: removePartial,
  } as const
}

async function removePartial(left: unknown, { folder }: OpenProject): Promise<void> {
  const known = cursor.safeParse(left).data
  if (known?.projectFolder === folder) await rm(systemPath(known.partial), { force: true })
}

/** Finds out what would make the export fail, or destroy something. */
export async function checkLabelsFile(files: FileGuard, { file, replace }: LabelExport): Promise<void> {
  await files.checkWrite({ file, attempt: 'Exporting labels', writes: 'labels', isSameKind: isLabels, replace })
}

function isLabels({ kind, start }: FileContent): boolean {
  return kind === 'text' && start.toString('latin1', 0, labelLineStart.length) === labelLineStart
}

interface LabelledDocument {
  id: number
  source: string
  ordinal: number
  path: string | null
  hash: string
}

async function writeLabels(
  { project, signal, progress }: ProjectWork<LabelExport>,
  labels: Labels,
  partial: string,
): Promise<number> {
  const ids = await selectDocuments(project.documentCount, (id) => labels.column.originOf(id) !== 0, signal)
  await using handle = await open(systemPath(partial), 'wx')
  progress(0, ids.length)
  for (let start = 0; start < ids.length; start += batchLength) {
    const batch = ids.subarray(start, start + batchLength)
    const documents = await project.reader.rows<LabelledDocument>({
      name: 'labelled documents',
      sql: `SELECT d.id, s.name AS source, d.ordinal, d.path, lower(hex(d.hash)) AS hash
        FROM json_each(?) j JOIN document d ON d.id = j.value JOIN source s ON s.id = d.source_id ORDER BY d.id`,
      parameters: [JSON.stringify(Array.from(batch))],
      signal,
    })
    await handle.writeFile(documents.map((document) => formatLine(labels, document)).join(''))
    progress(start + batch.length, ids.length)
    signal.throwIfAborted()
  }
  await handle.sync()
  return ids.length
}

/** Nothing for a document whose label was taken away meanwhile. */
function formatLine(labels: Labels, { id, source, ordinal, path, hash }: LabelledDocument): string {
  const label = labels.find(toDocumentId(id))
  if (!label) return ''
  const { verdict, note, labelledAt, recipe } = label
  const line = { label: verdict, note, labelledAt: new Date(labelledAt).toISOString(), recipe, source, ordinal, path, hash }
  return `${JSON.stringify(line)}\n`
}

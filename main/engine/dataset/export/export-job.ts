import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { z } from 'zod'
import { type ExportOptions, exportOptions } from '#contracts/exports'
import { formatBytes, formatPlural } from '#contracts/format-quantity'
import { resolveTarget } from '../../platform/atomic-file.ts'
import { toFileError } from '../../platform/file-error.ts'
import type { FileGuard } from '../../platform/file-guard.ts'
import type { Decisions } from '../decisions.ts'
import type { DocumentBrowser } from '../documents/document-browser.ts'
import type { OpenProject, ProjectWork } from '../project/project.ts'
import type { ProjectLabels } from '../review/project-labels.ts'
import { checkExportTarget } from './check-target.ts'
import { formatCard } from './dataset-card.ts'
import {
  chooseExportPlace,
  clearPlace,
  type ExportPlace,
  exportPlace,
  nameCard,
  putInPlace,
  writePartial,
} from './export-place.ts'
import { type ExportAccount, type ExportedRecipe, formatManifest } from './manifest.ts'
import { writeDocuments } from './write-documents.ts'

/**
 * Where the run under way writes, or the one that was the last. In a copy of the project the cursor speaks of a run of the project that was
 * copied, and that may still be writing.
 */
const exportCursor = z.object({ place: exportPlace, projectFolder: z.string() })

/** Also those of exports that were begun when there was but one format. */
const storedOptions = z.preprocess(
  (stored) => (isOld(stored) ? { target: stored.file, format: 'jsonl', which: stored.which } : stored),
  exportOptions,
)

function isOld(stored: unknown): stored is { file: unknown; which: unknown } {
  return typeof stored === 'object' && stored !== null && 'file' in stored && 'which' in stored
}

/** What an export needs beside the project. */
export interface ExportSurroundings {
  getDecisions(): Decisions
  getRecipe(project: OpenProject): ExportedRecipe
  browser: Pick<DocumentBrowser, 'select'>
  labels: Pick<ProjectLabels, 'load'>
  files: FileGuard
  programVersion: string
}

/**
 * The job that writes documents with a manifest and a card.
 *
 * It writes beside the wanted place and renames at the end, so what has the wanted name is always whole. A job that is resumed starts over,
 * because the recipe may have changed.
 */
export function createExportJob(surroundings: ExportSurroundings) {
  const { getDecisions, getRecipe, labels, files } = surroundings
  return {
    kind: 'export',
    unit: 'documents',
    claims: [],
    parameters: storedOptions,
    async run(context: ProjectWork<ExportOptions>): Promise<string> {
      const { parameters: options, project } = context
      await clearLeft(context.cursor, project)
      // All at once, so that they speak of the same documents, values and rules.
      const columns = project.snapshot()
      const taken = { columns, decisions: getDecisions(), recipe: getRecipe(project) }
      // A copy: people go on labelling.
      const verdicts = (await labels.load(project)).column.verdicts(columns.documentCount).slice(0, columns.documentCount)
      const check = () => checkExportTarget({ files, projectFolder: project.folder }, options)
      await check()
      const place = await choosePlace(options)
      // Before anything is there, so that it is found again whenever the process ends.
      context.saveCursor({ place, projectFolder: project.folder } satisfies z.infer<typeof exportCursor>)
      try {
        const written = await writeDocuments(context, { ...surroundings, ...taken, verdicts, place })
        const account = { ...written, ...describeProject(context, taken.recipe), programVersion: surroundings.programVersion }
        await writeAccount(place, account)
        // Hours may have passed.
        await check()
        await putInPlace(place)
        return summarize(account)
      } catch (error) {
        // What is told is why the export failed, not why its remains cannot be removed.
        await clearPlace(place).catch(() => undefined)
        throw toFileError(error, options.target, 'Exporting')
      }
    },
    tidy: clearLeft,
  } as const
}

async function clearLeft(cursor: unknown, { folder }: OpenProject): Promise<void> {
  const left = exportCursor.safeParse(cursor).data
  if (left?.projectFolder === folder) await clearPlace(left.place)
}

/** A link to a folder stays one. */
async function choosePlace({ target, format }: ExportOptions): Promise<ExportPlace> {
  return chooseExportPlace({ format, target: format === 'folder' ? await resolveTarget(target) : target })
}

function describeProject({ project, parameters }: ProjectWork<ExportOptions>, recipe: ExportedRecipe) {
  const { sourceIds } = parameters.query
  return {
    options: parameters,
    projectName: project.state.get().name,
    recipe,
    projectSignals: project.listSignals(),
    querySources: project.listSources().flatMap(({ id, name }) => (sourceIds.includes(id) ? [name] : [])),
    createdAt: new Date(),
  }
}

async function writeAccount(place: ExportPlace, account: ExportAccount): Promise<void> {
  const card = Buffer.from(formatCard(account, basename(place.target)))
  await writePartial(place.partialCard, card)
  const sha256 = createHash('sha256').update(card).digest('hex')
  const manifest = formatManifest(account, { name: nameCard(place), sizeBytes: card.length, sha256 })
  await writePartial(place.partialManifest, Buffer.from(manifest))
}

function summarize({ options, tally, output }: ExportAccount): string {
  const sizeBytes = options.format === 'folder' ? tally.sizeBytes : (output.files[0]?.sizeBytes ?? 0)
  const { count } = output.renamed
  const renamed =
    count === 0
      ? ''
      : ` ${formatPlural(count, 'document')} could not have ${count === 1 ? 'its' : 'their'} own path; the manifest says why.`
  return `Exported ${formatPlural(tally.documents, 'document')} (${formatBytes(sizeBytes)}) to ${options.target}.${renamed}`
}

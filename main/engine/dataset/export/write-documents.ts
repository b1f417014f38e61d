import { basename } from 'node:path'
import type { Signal } from '#contracts/dataset'
import { describeHit } from '#contracts/describe-hit'
import type { ExportOptions } from '#contracts/exports'
import type { Decisions } from '../decisions.ts'
import type { DocumentBrowser } from '../documents/document-browser.ts'
import { toDocumentId } from '../documents/document-id.ts'
import type { ColumnSnapshot, ProjectWork } from '../project/project.ts'
import { getProjectFile } from '../project/project-file.ts'
import { filterIds } from '../signals/select-documents.ts'
import type { ExportPlace } from './export-place.ts'
import type { ExportTally } from './export-tally.ts'
import { type ExportBatch, startExportThread } from './export-thread.ts'
import type { OutgoingHit, WrittenOutput } from './outgoing-document.ts'

/** Documents of one call to the thread: about a megabyte, so that progress and a stop are soon seen. */
const batchLength = 128

/**
 * Chooses the documents and has a thread write them to their unfinished place. `columns` and `decisions` were taken at one moment, so
 * that documents, values and verdicts fit each other. Fails with `signal.not-found`, and with the system's error when writing does.
 */
export async function writeDocuments(
  context: ProjectWork<ExportOptions>,
  options: {
    place: ExportPlace
    columns: ColumnSnapshot
    decisions: Decisions
    /** By document id, the code of its verdict. */
    verdicts: Uint8Array
    browser: Pick<DocumentBrowser, 'select'>
    programVersion: string
  },
): Promise<{ output: WrittenOutput; tally: ExportTally; signals: Signal[] }> {
  const { project, parameters, signal } = context
  const { place, columns, decisions, verdicts, browser, programVersion } = options
  const projectSignals = columns.listSignals()
  const findSignal = (name: string) => projectSignals.find((each) => each.name === name)
  const signals = projectSignals.filter(({ name }) => parameters.signals?.includes(name) ?? true)
  const names = parameters.signals ?? signals.map(({ name }) => name)
  const values = await Promise.all(names.map((name) => columns.readColumn(name, signal)))
  const kept = await decisions.kept(signal)
  const order = await browser.select({ query: parameters.query, sort: parameters.sort }, signal)
  const { which } = parameters
  const isWanted = (id: number) => which === 'all' || (kept === null || kept[id] === 1) === (which === 'kept')
  // Documents that came after the decisions were taken are left out.
  const ids = await filterIds(order, (id) => id < columns.documentCount && isWanted(id), signal)
  await using thread = startExportThread({
    task: {
      database: getProjectFile(project.folder),
      format: parameters.format,
      partial: place.partial,
      name: basename(place.target),
      columns: { properties: parameters.properties, signals: names },
      createdBy: `CodeShell Workbench version ${programVersion}`,
    },
    signal,
    warn: context.log,
  })
  context.progress(0, ids.length)
  for (let start = 0; start < ids.length; start += batchLength) {
    const batch = ids.slice(start, start + batchLength)
    const [hits, masks] = await Promise.all([gatherHits(batch, kept), decisions.masks(batch, signal)])
    const labels = Uint8Array.from(batch, (id) => verdicts[id] ?? 0)
    await thread.write({ ids: batch, signals: gatherValues(batch, values), hits, labels, masks })
    // The ids themselves have gone to the thread.
    context.progress(Math.min(start + batchLength, ids.length), ids.length)
  }
  return { ...(await thread.finish()), signals }

  async function explain(id: number): Promise<OutgoingHit[]> {
    const hits = await decisions.hits(toDocumentId(id), signal)
    return hits.map((hit) => ({ ...hit, reason: `${describeHit(hit, findSignal)}.` }))
  }

  function gatherHits(batch: Uint32Array, keptIds: Uint8Array | null): Promise<ExportBatch['hits']> {
    const isKept = (id: number) => keptIds === null || keptIds[id] === 1
    return Promise.all(Array.from(batch, (id) => (isKept(id) ? null : explain(id))))
  }
}

function gatherValues(ids: Uint32Array, columns: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(ids.length * columns.length)
  let index = 0
  for (const id of ids) for (const column of columns) values[index++] = column[id] ?? Number.NaN
  return values
}

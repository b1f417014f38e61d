import { z } from 'zod'
import { documentQuery, documentSort } from './dataset.ts'
import { meantProject } from './meant-project.ts'
import { path } from './path.ts'
import { procedure } from './procedure.ts'

/**
 * `jsonl`: one JSON object a line; `jsonl.zst`: the same, zstd-compressed; `parquet`: row groups compressed with zstd; `folder`: each document
 * as the file it was, byte for byte, with the rest in `documents.jsonl`.
 */
export const exportFormat = z.enum(['jsonl', 'jsonl.zst', 'parquet', 'folder'])
export type ExportFormat = z.infer<typeof exportFormat>

/** Decision of the recipe as it is when the export begins. */
export const exportChoice = z.enum(['kept', 'dropped', 'all'])
export type ExportChoice = z.infer<typeof exportChoice>

/** What can stand beside a text, in the order in which it is written. Signals are chosen by themselves. */
export const exportProperty = z.enum([
  'path',
  'language',
  'licence',
  'repo',
  'source',
  'ordinal',
  'size',
  'hash',
  /** The bounds that a dropped document falls outside of; kept ones have none. */
  'hits',
  'metadata',
])
export type ExportProperty = z.infer<typeof exportProperty>

export const exportOptions = z.object({
  /** The file, or for `folder` the folder, that is written as a whole. Its folder must be there. */
  target: path,
  format: exportFormat,
  which: exportChoice,
  /** Restricts the documents as in the table, beside `which`. */
  query: documentQuery.prefault({}),
  /** The order of the documents; null is the order of import. */
  sort: documentSort.nullable().default(null),
  properties: z.array(exportProperty).default([...exportProperty.options]),
  /** Names of signals; null takes every one of the project. */
  signals: z.array(z.string()).nullable().default(null),
  /** The confirmation of `file.would-replace`. */
  replace: z.string().nullable().default(null),
})
export type ExportOptions = z.infer<typeof exportOptions>

/** Documents on their way out of a project. */
export const exportsContract = {
  /**
   * Starts the job that writes documents, and beside them a manifest and a dataset card. What is there keeps its name until all is whole.
   * Fails with `file.would-replace` when something else is in the place of the target, until `replace` confirms it; with `file.failed`
   * when that is a folder of other files, which nothing confirms; and with `signal.not-found` or `query.invalid`.
   */
  start: procedure.input(meantProject.extend(exportOptions.shape)).output(z.object({ jobId: z.number().int() })),
}

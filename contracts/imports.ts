import { z } from 'zod'
import { meantProject } from './meant-project.ts'
import { path } from './path.ts'
import { procedure } from './procedure.ts'

/** What documents come from. A source's documents are its rows, in its own order. `export` is a folder that this program exported. */
export const sourceKind = z.enum(['folder', 'export', 'git', 'jsonl', 'parquet', 'csv', 'sqlite'])
export type SourceKind = z.infer<typeof sourceKind>

/** What a column can stand for. `metadata` keeps the value in the document's metadata, as JSON under the name of the column. */
export const columnRole = z.enum(['text', 'path', 'language', 'licence', 'repo', 'stars', 'metadata', 'ignored'])
export type ColumnRole = z.infer<typeof columnRole>

/** Which column of a source stands for what, by the name of the column. At most one column has each role but `metadata` and `ignored`. */
export const columnMapping = z.record(z.string(), columnRole)
export type ColumnMapping = z.infer<typeof columnMapping>

export const sourceColumn = z.object({
  name: z.string(),
  /** As the format calls it, e.g. `string`, `int64`, `BYTE_ARRAY UTF8`. */
  type: z.string(),
  proposedRole: columnRole,
})
export type SourceColumn = z.infer<typeof sourceColumn>

/** One thing to import: a folder, a repository, a file, or a table of a database. */
export const inputLocation = z.object({
  kind: sourceKind,
  path,
  /** For `sqlite`: which table. Null takes the only one there is. */
  table: z.string().nullable().default(null),
  /** For `git`: a branch, a tag or the hash of a commit; without it the commit that is checked out. */
  revision: z.string().optional(),
})
export type InputLocation = z.infer<typeof inputLocation>

/** What is known of an input before anything of it is stored. */
export const inspection = z.object({
  location: inputLocation,
  /** Of the file or folder, compressed as it is; null when it is not known cheaply. */
  sizeBytes: z.number().nullable(),
  /** Null when counting would mean reading it all. */
  rowCount: z.number().int().nullable(),
  /** Empty for folders and repositories, whose documents are files. */
  columns: z.array(sourceColumn),
  /** The first rows, a cell for each of `columns`, shortened to what can be shown; for folders and repositories one cell: the path. */
  firstRows: z.array(z.array(z.string())),
  /** True for another way to import what the one before it is, e.g. a repository after its folder: left out unless a person chooses it. */
  isAlternative: z.boolean().optional(),
  /** What a person should know before importing, e.g. that a file is cut off. */
  warnings: z.array(z.string()),
})
export type Inspection = z.infer<typeof inspection>

/**
 * From files, folders and tables to documents. Every input becomes a source of its own; importing one again adds the rows that are new in it.
 */
export const importsContract = {
  /**
   * Finds what the paths stand for, without reading much: a path may hold globs (`data/*.jsonl.zst`), and a folder that is a repository
   * is offered as both. What cannot be imported keeps nothing else out: `refusals` say why, a sentence for each. Fails with
   * `file.not-found` where nothing matches, and with the first refusal when nothing else was found, e.g. `import.unknown-format`.
   */
  inspect: procedure
    .input(z.object({ paths: z.array(path).min(1).max(1000) }))
    .output(z.object({ inspections: z.array(inspection), refusals: z.array(z.string()) })),
  /** Starts one job that imports the inputs one after the other. */
  start: procedure
    .input(
      meantProject.extend({
        inputs: z
          .array(z.object({ location: inputLocation, mapping: columnMapping.default({}) }))
          .min(1)
          .max(1000),
        /** Rows with a longer text are passed over. */
        maxTextBytes: z.number().int().min(1).default(1_048_576),
        /** The job stops when more than this share of at least 100 rows of a file or table was rejected; 1 never stops it. */
        maxRejectedShare: z.number().min(0).max(1).default(0.05),
      }),
    )
    .output(z.object({ jobId: z.number().int() })),
}

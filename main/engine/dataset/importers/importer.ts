import type { z } from 'zod'
import type { ColumnMapping, InputLocation, Inspection, SourceKind } from '#contracts/imports'

/** One row of a source on its way to a document. */
export interface Row {
  /**
   * Its place in the source: 0, 1, 2 … With the source it is what tells a document apart, now and after every interruption. Null where the
   * rows of a source have no lasting order, as in a folder: then the path does.
   */
  ordinal: number | null
  /** The bytes of the text; UTF-8 unless the file was not. */
  text: Uint8Array
  /** With `/` on every system, spelled as `spellPath` does it. Null where the source has none. */
  path: string | null
  /** As the source calls it; null lets it be found by path and content. */
  language: string | null
  /** As the source calls it: an SPDX expression or other words. */
  licence: string | null
  /** An SPDX expression for what neither the row nor its text states; null or left out where that of the source counts. */
  repositoryLicence?: string | null
  repo: string | null
  stars: number | null
  /** What other columns hold, by their names; JSON. Null when there are none. */
  metadata: Record<string, unknown> | null
}

/**
 * A row that does not become a document. `failed` counts towards the share of rejected rows, `skipped` is left out on purpose, and
 * `ignored` is that too, so often that it is counted and not listed.
 */
export interface RejectedRow {
  /** What a person finds it by: the file with its line, its row group, its rowid. */
  subject: string
  /** A sentence. */
  reason: string
  outcome: 'failed' | 'skipped' | 'ignored'
  /** Rows with the same words are counted together in the summary, e.g. `binary files`. */
  summary?: { one: string; many: string }
}

/** A part of a source that one thread turns into rows. It is sent to that thread, so it holds nothing but data. */
export interface Portion<Data> {
  /** Null when there is nothing to decode: only the cursor or what was rejected on the way is news. */
  data: Data | null
  /** Buffers of `data` that are handed over instead of copied; the reader does not touch them again. */
  transfer?: ArrayBuffer[]
  /** What the reader itself found to be no row, in the order of the source. */
  rejected?: RejectedRow[]
  /** Rows that were left out because the source has a document of their path already. */
  present?: number
  /** Where reading goes on after this portion; JSON. Null where a source without a lasting order is read from its beginning again. */
  cursor: unknown
  /** Units of the importer that lie behind the reader after this portion, since the beginning of the source. */
  done: number
}

export interface ReadOptions {
  /** From the portion after which this cursor was given, or from the beginning when it is null. */
  cursor: unknown
  /** Reading stops soon after it aborts, by throwing its reason. */
  signal: AbortSignal
  maxTextBytes: number
  /** As `decode` gets it. */
  mapping: ColumnMapping
  /** The folder of the open project, as the system gives it; nothing in it is imported. */
  projectFolder: string
  /** Tells a person, in a sentence, what they may wonder about. */
  note?(message: string): void
  /** Whether the source has a document of this path already: what a source without a lasting order asks before it reads on. */
  hasPath(path: string): boolean
}

export interface DecodeOptions<Location> {
  location: Location
  mapping: ColumnMapping
  /** Rows with a longer text are rejected. */
  maxTextBytes: number
}

/**
 * One kind of source. A new one is a file of its own, its test, and an entry in `importers.ts`.
 *
 * `read` runs in the thread of the project and only finds where rows are: it splits a source into portions of a few megabytes and never
 * blocks. `decode` runs in several threads at once, each with a portion, and may block its thread.
 */
export interface Importer<Location = unknown, Data = unknown> {
  readonly kind: SourceKind
  /** What `done` and `measure` count. */
  readonly unit: 'bytes' | 'rows' | 'files'
  /** What is stored with the source, to read it again. */
  readonly location: z.ZodType<Location>
  /** What an input stands for, with links followed. Fails with an `AppError` when it is not there. */
  locate(input: InputLocation): Promise<SourceDescription<Location>>
  /** Columns, first rows and a proposed mapping. Quick for a source of any size. Fails with an `AppError` when it cannot be read at all. */
  inspect(location: Location, signal: AbortSignal): Promise<Inspection>
  /** How many units there are in all, or null when that is not known. It runs beside `read` and may take as long as it needs. */
  measure(location: Location, options: Pick<ReadOptions, 'signal' | 'projectFolder'>): Promise<number | null>
  read(location: Location, options: ReadOptions): AsyncIterable<Portion<Data>>
  /** The rows of a portion, in order. A row that cannot be had is yielded as rejected, and the rest goes on. */
  decode(data: Data, options: DecodeOptions<Location>): Iterable<Row | RejectedRow> | AsyncIterable<Row | RejectedRow>
}

export interface SourceDescription<Location> {
  location: Location
  /** As it is called in lists. */
  name: string
  /** Of the whole source: a row's own words win. */
  repo: string | null
  commit: string | null
  licence: string | null
}

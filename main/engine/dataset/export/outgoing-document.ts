import type { ExportProperty } from '#contracts/exports'
import type { Hit } from '#contracts/hit'

/** Why a rule drops a document: also as a sentence. */
export type OutgoingHit = Hit & { reason: string }

/** A document as it is about to be written, with all that may stand beside its text. */
export interface OutgoingDocument {
  id: number
  /** As they were imported; not always UTF-8. */
  bytes: Buffer
  path: string | null
  language: string
  licence: string | null
  repo: string | null
  sourceId: number
  /** Name of the source. */
  source: string
  /** Its place among the rows of its source. */
  ordinal: number
  sizeBytes: number
  hash: string
  /** JSON. */
  metadata: string | null
  /** One value for each of the signals that are written, NaN where missing. */
  signals: Float32Array
  /** Null when it is kept. */
  hits: OutgoingHit[] | null
}

/** What is written beside a text. */
export interface ExportColumns {
  properties: readonly ExportProperty[]
  signals: readonly string[]
}

/** A file of the export, by its name in the folder that it is written to. */
export interface WrittenFile {
  name: string
  sizeBytes: number
  /** Hexadecimal. */
  sha256: string
}

/** A document that could not have its own path in a folder of files. */
export interface RenamedDocument {
  file: string
  path: string | null
  reason: string
}

/** What an output wrote. */
export interface WrittenOutput {
  files: WrittenFile[]
  renamed: { count: number; listed: RenamedDocument[] }
}

/** Takes documents one after the other and writes them. It runs in the thread of the export. */
export interface DocumentOutput {
  add(document: OutgoingDocument): Promise<void>
  /** Writes what is left and waits until it is on the disk. */
  finish(): Promise<WrittenOutput>
  /** Lets go of its files without finishing them. */
  discard(): Promise<void>
}

export const noRenamed: WrittenOutput['renamed'] = { count: 0, listed: [] }

import { z } from 'zod'
import { emptyTally, type ImportTally, importTally } from './import-tally.ts'

/** How far an import came, stored with every batch. */
const stored = z.object({
  /** The index of the input under way. */
  input: z.number(),
  /** Units of the inputs before it. */
  doneBefore: z.number(),
  /** What was done with the inputs before it, and with it. */
  before: importTally,
  current: importTally,
  /** Of the importer, for the input under way. */
  position: z.unknown(),
  /** Names of the inputs before it that were not imported to their end. */
  unfinished: z.array(z.string()).default([]),
})
export type ImportCursor = z.infer<typeof stored>

/** The cursor of a job, or the beginning where it has none yet or an earlier version wrote it. */
export function readImportCursor(cursor: unknown): ImportCursor {
  const found = stored.safeParse(cursor).data
  return found ?? { input: 0, doneBefore: 0, before: emptyTally(), current: emptyTally(), position: null, unfinished: [] }
}

/**
 * The tally that an input goes on with. One that is read from its beginning again meets all its rows again: of what it did before, only the
 * documents count, and meeting them is no news.
 */
export function resumeTally({ current, position }: ImportCursor): ImportTally {
  return position === null
    ? { ...emptyTally(), ...{ documents: current.documents, sizeBytes: current.sizeBytes }, present: -current.documents }
    : current
}

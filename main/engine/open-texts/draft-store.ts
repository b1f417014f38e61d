import { open, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type Draft, type DraftSummary, draftSummary, type OpenTextId, openTextId } from '#contracts/open-texts'
import { writeFileAtomic } from '../platform/atomic-file.ts'
import { findSystemCode, toFileError } from '../platform/file-error.ts'
import type { Log } from '../platform/log.ts'
import { makeFolder } from '../platform/make-folder.ts'
import { createTurns } from '../platform/turns.ts'

/** Text that was typed and not saved, a file for each in one folder. */
export interface DraftStore {
  /** Newest first. */
  list(): Promise<DraftSummary[]>
  find(id: OpenTextId): Promise<Draft | null>
  keep(summary: DraftSummary, pieces: Iterable<string>): Promise<void>
  drop(id: OpenTextId): Promise<void>
}

const extension = '.jsonl'
/** Longer than the first line of any draft: a path has 4,096 bytes at most, and JSON writes one as six at most. */
const headBytes = 1 << 15

/**
 * A draft is lines of JSON: what is known about it, then its text in pieces. JSON can hold halves of surrogate pairs, which a text
 * may have while it is edited and UTF-8 has not.
 */
export function createDraftStore({ folder, log }: { folder: string; log: Log }): DraftStore {
  // One after the other for each text, or a draft that is being written would come back after it was dropped.
  const turns = createTurns()
  const fileOf = (id: OpenTextId) => path.join(folder, id + extension)

  return {
    async list() {
      const ids = await listIds(folder)
      const drafts = await Promise.all(ids.map((id) => turns.take(id, () => readSummary(fileOf(id), log))))
      return drafts.filter((each) => each !== null).sort((a, b) => b.savedAt - a.savedAt)
    },
    find: (id) => turns.take(id, () => readDraft(fileOf(id), log)),
    keep: (summary, pieces) =>
      turns.take(summary.id, async () => {
        const file = fileOf(summary.id)
        try {
          await makeFolder(folder, 0o700)
          await writeFileAtomic(file, toLines(summary, pieces))
        } catch (error) {
          throw toFileError(error, file, 'Keeping the unsaved text')
        }
      }),
    drop: (id) =>
      turns.take(id, async () => {
        try {
          await rm(fileOf(id), { force: true })
        } catch (error) {
          throw toFileError(error, fileOf(id), 'Removing the unsaved text')
        }
      }),
  }
}

function* toLines(summary: DraftSummary, pieces: Iterable<string>): Generator<string> {
  yield `${JSON.stringify(summary)}\n`
  for (const piece of pieces) yield `${JSON.stringify(piece)}\n`
}

async function listIds(folder: string): Promise<OpenTextId[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (findSystemCode(error) === 'ENOENT') return []
    throw toFileError(error, folder, 'Reading the unsaved texts')
  })
  return names.flatMap((name) => {
    const id = openTextId.safeParse(name.slice(0, -extension.length))
    return name.endsWith(extension) && id.success ? [id.data] : []
  })
}

async function readSummary(file: string, log: Log): Promise<DraftSummary | null> {
  return readWith(file, log, async () => {
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      const head = buffer.toString('utf8', 0, bytesRead)
      return draftSummary.parse(JSON.parse(head.slice(0, head.indexOf('\n'))))
    } finally {
      await handle.close()
    }
  })
}

async function readDraft(file: string, log: Log): Promise<Draft | null> {
  return readWith(file, log, async () => {
    const [head = '', ...pieces] = (await readFile(file, 'utf8')).trimEnd().split('\n')
    const text = z.array(z.string()).parse(pieces.map((piece) => JSON.parse(piece)))
    return { ...draftSummary.parse(JSON.parse(head)), text: text.join('') }
  })
}

/** Null for a draft that is gone or damaged. */
async function readWith<T>(file: string, log: Log, read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (findSystemCode(error) === 'ENOENT') return null
    if (findSystemCode(error) !== undefined) throw toFileError(error, file, 'Reading the unsaved text')
    // The file that it belongs to must open all the same. It stays on disk for whoever can read it.
    log.warn('a draft is damaged and is not used', { file, error: String(error) })
    return null
  }
}

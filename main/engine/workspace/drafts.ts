import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Draft, draft as draftSchema } from '#contracts/workspace'
import { writeFileAtomic } from '../platform/atomic-file.ts'
import { findSystemCode, toFileError } from '../platform/file-error.ts'
import type { Log } from '../platform/log.ts'
import { createTurns } from '../platform/turns.ts'

/** Text that was typed and not saved, a file for each in one folder. */
export interface Drafts {
  findDraft(id: string): Promise<Draft | null>
  keepDraft(draft: Draft): Promise<void>
  dropDraft(id: string): Promise<void>
}

export function createDrafts({ folder, log }: { folder: string; log: Log }): Drafts {
  // One after the other for each text, or a draft that is being written would come back after it was dropped.
  const turns = createTurns()
  const inTurn = <T>(id: string, act: (file: string) => Promise<T>) =>
    turns.take(id, () => act(path.join(folder, `${createHash('sha256').update(id).digest('hex')}.json`)))

  return {
    findDraft: (id) => inTurn(id, (file) => findDraft(file, log)),
    keepDraft: (draft) =>
      inTurn(draft.id, async (file) => {
        try {
          await mkdir(folder, { recursive: true, mode: 0o700 })
          await writeFileAtomic(file, JSON.stringify(draft))
        } catch (error) {
          throw toFileError(error, file, 'Keeping the unsaved text')
        }
      }),
    dropDraft: (id) =>
      inTurn(id, async (file) => {
        try {
          await rm(file, { force: true })
        } catch (error) {
          throw toFileError(error, file, 'Removing the unsaved text')
        }
      }),
  }
}

async function findDraft(file: string, log: Log): Promise<Draft | null> {
  let content: string
  try {
    content = await readFile(file, 'utf8')
  } catch (error) {
    if (findSystemCode(error) === 'ENOENT') return null
    throw toFileError(error, file, 'Reading the unsaved text')
  }
  try {
    return draftSchema.parse(JSON.parse(content))
  } catch (error) {
    // The file that it belongs to must open all the same.
    log.warn('a draft is damaged and is not used', { file, error: String(error) })
    return null
  }
}

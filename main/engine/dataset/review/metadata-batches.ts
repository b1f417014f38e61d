import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { DocumentId } from '#contracts/dataset'
import { AppError } from '#contracts/errors'
import { formatPlural } from '#contracts/format-quantity'
import type { WritableDatabase } from '../../platform/sqlite.ts'
import { toDocumentId } from '../documents/document-id.ts'
import { changeMetadata } from './plan-metadata.ts'
import type { ReviewStore } from './review-store.ts'

/** One value of the metadata of many documents; null takes it away. */
export interface MetadataEdit {
  /** Ascending. */
  ids: Uint32Array
  key: string
  value: string | null
}

/**
 * Changes the metadata of millions of documents as one step of undo: in short transactions, between which other work gets its turn. Each stores
 * how far the edit is, so that one that was broken off, by a person or by the end of the process, is taken back as a whole.
 */
export interface MetadataBatches {
  /** Does an edit and puts it at the end of the history. @returns the first document that it changed; null when it changed none. */
  change(edit: MetadataEdit, signal?: AbortSignal): Promise<DocumentId | null>
  /** Takes a stored edit back, or does it again; `current` is where the history stands then. @returns its first document. */
  swap(step: { editId: number; current: number }): Promise<DocumentId | null>
  /** Takes back what a broken-off edit did. */
  settle(): Promise<void>
}

/** Some ten milliseconds. */
const batchLength = 500

const pendingKey = 'edit.pending'
/** A step under way: documents up to `doneId` have what it gives them. */
const pendingStep = z.object({ editId: z.number(), isNew: z.boolean(), doneId: z.number() })
type PendingStep = z.infer<typeof pendingStep>

export function createMetadataBatches(options: {
  database: WritableDatabase
  store: ReviewStore
  assertInPlace: () => void
}): MetadataBatches {
  const { database, store, assertInPlace } = options

  /** Runs a short transaction and lets other work have its turn. */
  async function inTransaction<T>(run: () => T): Promise<T> {
    if (!database.open)
      throw new AppError('project.not-open', 'The project was closed while its metadata were being changed.', {})
    assertInPlace()
    const result = database.transaction(run).immediate()
    await setImmediate()
    return result
  }

  const setPending = (step: PendingStep | null) => store.setValue(pendingKey, step && JSON.stringify(step))

  /** Gives documents the values that are stored of the edit, and stores theirs, up to a document. */
  async function swapUpTo({ editId, isNew }: PendingStep, lastId: number, keepsPending: boolean): Promise<void> {
    for (let doneId = -1; doneId < lastId; ) {
      const afterId = doneId
      doneId = await inTransaction(() => {
        const reached = store.swapStoredMetadata({ editId, afterId, lastId, limit: batchLength }) ?? lastId
        if (keepsPending) setPending({ editId, isNew, doneId: reached })
        return reached
      })
    }
  }

  async function takeBack(step: PendingStep): Promise<void> {
    await swapUpTo(step, step.doneId, false)
    await inTransaction(() => {
      if (step.isNew) store.forgetEdit(step.editId)
      setPending(null)
    })
  }

  return {
    async change({ ids, key, value }, signal) {
      const editId = await inTransaction(() => store.begin(''))
      let step: PendingStep = { editId, isNew: true, doneId: -1 }
      let changed = 0
      try {
        for (let start = 0; start < ids.length; start += batchLength) {
          signal?.throwIfAborted()
          const batch = ids.subarray(start, start + batchLength)
          const next = { ...step, doneId: batch[batch.length - 1] as number }
          changed += await inTransaction(() => {
            setPending(next)
            return store.changeMetadata(editId, batch, (before) => changeMetadata(before, key, value))
          })
          step = next
        }
      } catch (error) {
        // Taken back at the next opening when the project is closed.
        if (database.open) await takeBack(step)
        throw error
      }
      const count = formatPlural(changed, 'document')
      return inTransaction(() => {
        setPending(null)
        if (changed === 0) store.forgetEdit(editId)
        else
          store.finish(
            editId,
            value === null ? `Take ${key} out of the metadata of ${count}` : `Set ${key} in the metadata of ${count}`,
          )
        return toFirst(changed === 0 ? null : store.findFirstDocument(editId))
      })
    },
    async swap({ editId, current }) {
      await swapUpTo({ editId, isNew: false, doneId: -1 }, Number.MAX_SAFE_INTEGER, true)
      return inTransaction(() => {
        setPending(null)
        store.moveTo(current)
        return toFirst(store.findFirstDocument(editId))
      })
    },
    async settle() {
      const step = pendingStep.safeParse(JSON.parse(store.readValue(pendingKey) ?? 'null')).data
      if (step) await takeBack(step)
    },
  }
}

function toFirst(id: number | null): DocumentId | null {
  return id === null ? null : toDocumentId(id)
}

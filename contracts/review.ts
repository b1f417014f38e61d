import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { documentId, documentQuery, documentSort } from './dataset.ts'
import { labelVerdict, maxNoteLength } from './label.ts'
import { meantProject } from './meant-project.ts'
import { path } from './path.ts'
import { procedure } from './procedure.ts'

/** One step of undo or redo. `title` says what was done, e.g. `Label 3 documents as drop`. */
export const reviewStep = z.object({ title: z.string() })

export const reviewState = z.object({
  /** Grows with every change of labels, notes and metadata. It starts anew when the project is opened. */
  revision: z.number().int(),
  /** Documents with each verdict. */
  counts: z.object({ keep: z.number().int(), drop: z.number().int(), unsure: z.number().int() }),
  undo: reviewStep.nullable(),
  redo: reviewStep.nullable(),
})
export type ReviewState = z.infer<typeof reviewState>

/** What a change left, and the first document that it changed: whoever undoes wants to see it. */
export const reviewChange = z.object({ state: reviewState, documentId: documentId.nullable() })

/** An order to review documents in: the table sorted by `sort`, restricted to `verdict`. */
export const reviewQueue = z.object({ title: z.string(), sort: documentSort, verdict: z.enum(['any', 'kept', 'dropped']) })
export type ReviewQueue = z.infer<typeof reviewQueue>

/** In characters. */
export const maxMetadataKeyLength = 200
export const maxMetadataLength = 10_000

const metadataChange = {
  key: z.string().min(1).max(maxMetadataKeyLength),
  value: z.string().max(maxMetadataLength).nullable(),
}

/** Null takes the verdict and the note away. */
const verdict = labelVerdict.nullable()

/** What people say of documents. Every change is one step of undo, kept in the project, so that undo survives a restart. */
export const reviewContract = {
  /** The state of the open project's labels, now and after every change. Null without a project. */
  watch: procedure.output(eventIterator(reviewState.nullable())),
  /** The queues that the recipe and the signals of the open project give something to. */
  queues: procedure.output(z.array(reviewQueue)),
  /** Fails with `document.not-found`, and then labels none. */
  setLabel: procedure
    .input(meantProject.extend({ documentIds: z.array(documentId).min(1).max(1000), verdict }))
    .output(reviewChange),
  /** Replaces the note; an empty one takes it away. Fails with `document.not-found`. */
  setNote: procedure.input(meantProject.extend({ documentId, note: z.string().max(maxNoteLength) })).output(reviewChange),
  /**
   * Sets one value of a document's metadata, or takes it away when it is null. Text stays text; what was a number, a list or the like stays
   * one when the new text reads as JSON. Fails with `document.not-found`.
   */
  setMetadata: procedure
    .input(
      meantProject.extend({
        documentId,
        ...metadataChange,
      }),
    )
    .output(reviewChange),
  /** How many documents match, and how many of them have which verdict by now: what a person is asked before `labelAll`. */
  countAll: procedure.input(z.object({ query: documentQuery })).output(
    z.object({
      documents: z.number().int(),
      keep: z.number().int(),
      drop: z.number().int(),
      unsure: z.number().int(),
      /** Those that have a note. */
      notes: z.number().int(),
    }),
  ),
  /**
   * Labels every document that matches, as one step. `documents` is how many the person agreed to: when another number matches by now,
   * nothing is done and it fails with `input.invalid`.
   */
  labelAll: procedure
    .input(meantProject.extend({ query: documentQuery, verdict, documents: z.number().int().min(0) }))
    .output(reviewChange),
  /**
   * Sets one value of the metadata of every document that matches, or takes it away when it is null, as `setMetadata` does and as one step.
   * `documents` is how many the person agreed to, as in `labelAll`. Aborting the call takes back what it did.
   */
  setMetadataAll: procedure
    .input(meantProject.extend({ query: documentQuery, ...metadataChange, documents: z.number().int().min(0) }))
    .output(reviewChange),
  /** Takes the last change back, or does the next one again; nothing at the end of the history. */
  undo: procedure.input(meantProject.prefault({})).output(reviewChange),
  redo: procedure.input(meantProject.prefault({})).output(reviewChange),
  /**
   * Starts a job that writes all labels and notes as JSON Lines. Fails with `file.would-replace` when the file is something else than that,
   * until `replace` confirms it.
   */
  exportLabels: procedure
    .input(meantProject.extend({ file: path, replace: z.string().nullable().default(null) }))
    .output(z.object({ jobId: z.number().int() })),
  /**
   * Starts a job that takes labels from such a file, as one step. A label finds its document by source and ordinal when the content is still
   * the same, and else every document with that content; what finds none is a problem of the job.
   */
  importLabels: procedure.input(meantProject.extend({ file: path })).output(z.object({ jobId: z.number().int() })),
}

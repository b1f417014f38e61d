import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure.ts'

/** One text that is open in one page. The page makes it up, so that it outlives the engine. */
export const openTextId = z.uuid().brand('OpenTextId')
export type OpenTextId = z.infer<typeof openTextId>

/** One load of a page: a tab of the browser, a window of the desktop. */
export const pageId = z.uuid().brand('PageId')
export type PageId = z.infer<typeof pageId>

/** Where a text is between two characters: lines and UTF-16 units within them, both from 0. Line endings are not counted. */
export const textPosition = z.object({ line: z.number().int().min(0), character: z.number().int().min(0) })
export type TextPosition = z.infer<typeof textPosition>

/** Replaces what stands between two positions. Lines of `text` end with `\n`, whatever they end with in the file. */
export const textEdit = z.object({ start: textPosition, end: textPosition, text: z.string() })
export type TextEdit = z.infer<typeof textEdit>

export const openTextInfo = z.object({
  /** Null for a text that was never saved. */
  path: z.string().nullable(),
  name: z.string(),
  /** Monaco language id. */
  language: z.string(),
  lineEnding: z.enum(['\n', '\r\n']),
  /** Version of the file that the text is based on; null for one that was never saved. */
  diskVersion: z.string().nullable(),
  /** Whether it differs from the file; its draft is kept for as long as it does. */
  dirty: z.boolean(),
})
export type OpenTextInfo = z.infer<typeof openTextInfo>

/** Unsaved text that is kept on disk, without the text. */
export const draftSummary = openTextInfo.omit({ dirty: true }).extend({
  id: openTextId,
  /** Milliseconds since 1970. */
  savedAt: z.number(),
})
export type DraftSummary = z.infer<typeof draftSummary>

export const draft = draftSummary.extend({ text: z.string() })
export type Draft = z.infer<typeof draft>

export const pageState = z.object({
  /** Why unsaved text of this page cannot be kept; null while it is. */
  draftProblem: z.string().nullable(),
})
export type PageState = z.infer<typeof pageState>

/**
 * Texts that are open in an editor. The engine holds a copy of each, which the page keeps the same by its edits, so that nothing
 * that is asked about a text has to bring the text along. Lines end with `\n` in all of this.
 *
 * Versions are numbers that a page counts up with each edit. An engine that does not hold what an edit is based on says so, and the
 * page sends the whole text again: after a restart, a lost connection, or edits that came in another order.
 */
export const openTextsContract = {
  /**
   * Makes a page known. While the stream is read its texts are held; when it ends, what is unsaved is stored and they are let go.
   * `follows` is the page that this one took the place of, whose end is waited for, so that its drafts can be had.
   */
  attach: procedure.input(z.object({ page: pageId, follows: pageId.nullable() })).output(eventIterator(pageState)),
  /** Holds a text from now on, or replaces the copy. `taken`: another page has this id; use another. `detached`: attach first. */
  open: procedure
    .input(z.object({ page: pageId, id: openTextId, info: openTextInfo, version: z.number().int(), text: z.string() }))
    .output(z.object({ status: z.enum(['held', 'taken', 'detached']) })),
  /**
   * Applies edits one after another. `length` is what the text then has, in UTF-16 units. `held` is false, and nothing happened,
   * when the copy is not at `base` or does not come out at `length`: send the whole text.
   */
  edit: procedure
    .input(
      z.object({
        page: pageId,
        id: openTextId,
        base: z.number().int(),
        version: z.number().int(),
        edits: z.array(textEdit),
        length: z.number().int(),
      }),
    )
    .output(z.object({ held: z.boolean() })),
  /** Tells what became of a text other than its content: saved, named, clean again. */
  describe: procedure
    .input(z.object({ page: pageId, id: openTextId, info: openTextInfo }))
    .output(z.object({ held: z.boolean() })),
  /** Lets a text go, and its draft with it. */
  close: procedure.input(z.object({ page: pageId, id: openTextId })).output(z.void()),
  /** Unsaved texts that no page has, newest first: of pages that were closed, or that ended without warning. */
  listDrafts: procedure.output(z.array(draftSummary)),
  /** Gives a draft to a page, and to no other until that page ends. Null when it is gone or another page has it. */
  takeDraft: procedure.input(z.object({ page: pageId, id: openTextId })).output(draft.nullable()),
}

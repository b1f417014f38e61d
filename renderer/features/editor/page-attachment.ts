import { isAppError } from '#contracts/errors'
import { type Draft, type DraftSummary, type OpenTextId, type PageId, pageId } from '#contracts/open-texts'
import { client } from '../../app/connection/client.ts'
import { useConnection } from '../../app/connection/connection.ts'
import { watch } from '../../app/connection/watch.ts'
import { describeError } from '../../app/notices/errors.ts'
import { notify } from '../../app/notices/notify.ts'
import { text } from './text.ts'
import type { TextMirror } from './text-mirror.ts'

/** Under this the tab remembers what its page was called, for the page that a reload puts in its place. */
const storageKey = 'codeshell.page'

export const thisPage: PageId = crypto.randomUUID() as PageId

const mirrors = new Set<TextMirror>()
/** Texts that were closed while the engine was away, and that it may still have drafts of. */
const unheardClosings = new Set<OpenTextId>()
const firstAttachment = Promise.withResolvers<void>()
let attached = false
let warnedOf: string | null = null

/** Makes the page known to the engine, now and whenever the engine is back. Call once. */
export function attachPage(): void {
  const follows = pageId.safeParse(sessionStorage.getItem(storageKey)).data ?? null
  sessionStorage.setItem(storageKey, thisPage)
  useConnection.subscribe(({ status }) => {
    if (status === 'connected') return
    attached = false
    for (const mirror of mirrors) mirror.detach()
  })
  watch(
    (engine, signal) => engine.openTexts.attach({ page: thisPage, follows }, { signal }),
    ({ draftProblem }) => {
      if (!attached) {
        attached = true
        for (const mirror of mirrors) mirror.attach()
        for (const id of unheardClosings) void closeInEngine(id)
      }
      firstAttachment.resolve()
      warnAboutDrafts(draftProblem)
    },
  )
}

/** Resolves when the engine knew the page for the first time. */
export function whenAttached(): Promise<void> {
  return firstAttachment.promise
}

/** Keeps the engine's copy from now on. */
export function mirrorText(mirror: TextMirror): void {
  mirrors.add(mirror)
  if (attached) mirror.attach()
}

/** Lets the engine's copy go, and the draft with it. */
export function forgetText(mirror: TextMirror): void {
  mirrors.delete(mirror)
  mirror.detach()
  void closeInEngine(mirror.id)
}

async function closeInEngine(id: OpenTextId): Promise<void> {
  unheardClosings.add(id)
  try {
    await client.openTexts.close({ page: thisPage, id })
    unheardClosings.delete(id)
  } catch (error) {
    warnOfFailure(error)
  }
}

/** Unsaved texts that no page has, newest first; none when they cannot be read, which the person is told. */
export async function listDrafts(): Promise<DraftSummary[]> {
  try {
    return await client.openTexts.listDrafts()
  } catch (error) {
    warnOfFailure(error)
    return []
  }
}

/** Null when another page has it by now. */
export async function takeDraft(id: OpenTextId): Promise<Draft | null> {
  try {
    return await client.openTexts.takeDraft({ page: thisPage, id })
  } catch (error) {
    warnOfFailure(error)
    return null
  }
}

/** The page says by itself that the engine is away; all texts are sent again when it is back. */
export function warnOfFailure(error: unknown): void {
  if (!isAppError(error, 'connection.lost')) warnAboutDrafts(describeError(error)?.message ?? '')
}

/** Drafts are a safety net: without them the editor works, but the person must know, once for each reason. */
function warnAboutDrafts(reason: string | null): void {
  if (reason !== null && reason !== warnedOf)
    notify({ tone: 'warning', title: text.draftsFailed.title, message: text.draftsFailed.message(reason) })
  warnedOf = reason
}

import { isAppError } from '#contracts/errors'
import type { OpenTextId, OpenTextInfo, PageId, TextEdit } from '#contracts/open-texts'
import type { WorkbenchClient } from '#contracts/workbench'

/** Keeps the engine's copy of one text the same as the page's. */
export interface TextMirror {
  /** What the engine knows it by; another one after it was found to be taken. */
  readonly id: OpenTextId
  /** Counts the edits, also those that the engine has not heard of yet. */
  readonly version: number
  /** What was done to the text, in order, and the length that it has since, in UTF-16 units with a line end as one. */
  edit(edits: readonly TextEdit[], length: number): void
  /** The text changed in a way that no edit tells. */
  replace(): void
  /** What is known about the text changed. */
  describe(): void
  /** The engine knows the page: from now on the copy is kept. */
  attach(): void
  /** The engine is away: nothing is sent until it knows the page again, and then the whole text. */
  detach(): void
}

export interface TextMirrorOptions {
  id: OpenTextId
  page: PageId
  engine: Pick<WorkbenchClient['openTexts'], 'open' | 'edit' | 'describe'>
  /** The whole text and what is known about it, at the moment of the call. */
  readText: () => string
  readInfo: () => OpenTextInfo
  /** Told when the engine refused the text for a reason other than being away. */
  onFailed: (error: unknown) => void
}

/**
 * One message is under way at a time, so that none can overtake another whatever brings them; what a fast typist does meanwhile goes
 * together in the next.
 */
export function createTextMirror(options: TextMirrorOptions): TextMirror {
  const { page, engine, readText, readInfo, onFailed } = options
  let { id } = options
  let version = 1
  let heldVersion = 0
  let attached = false
  /** Tells whether a message that was lost was lost with a connection of before. */
  let attachments = 0
  let sending = false
  let needsWhole = true
  let needsInfo = false
  let edits: TextEdit[] = []
  let length = 0

  const sendWhole = async () => {
    needsWhole = needsInfo = false
    edits = []
    heldVersion = version
    const { status } = await engine.open({ page, id, info: readInfo(), version, text: readText() })
    if (status === 'held') return
    needsWhole = true
    if (status === 'taken') id = crypto.randomUUID() as OpenTextId
    else attached = false
  }
  const sendEdits = async () => {
    const change = { page, id, base: heldVersion, version, edits, length }
    edits = []
    heldVersion = version
    const { held } = await engine.edit(change)
    if (!held) needsWhole = true
  }
  const sendInfo = async () => {
    needsInfo = false
    const { held } = await engine.describe({ page, id, info: readInfo() })
    if (!held) needsWhole = true
  }
  const send = async () => {
    if (sending) return
    sending = true
    const seen = attachments
    try {
      while (attached) {
        if (needsWhole) await sendWhole()
        else if (edits.length > 0) await sendEdits()
        else if (needsInfo) await sendInfo()
        else break
      }
    } catch (error) {
      // With the next edit, or when the engine is back, the whole text is tried again.
      needsWhole = true
      if (!isAppError(error, 'connection.lost')) onFailed(error)
      else if (seen === attachments) attached = false
    } finally {
      sending = false
    }
    if (seen !== attachments) void send()
  }

  return {
    get id() {
      return id
    },
    get version() {
      return version
    },
    edit(more, newLength) {
      version++
      edits.push(...more)
      length = newLength
      void send()
    },
    replace() {
      version++
      needsWhole = true
      void send()
    },
    describe() {
      needsInfo = true
      void send()
    },
    attach() {
      if (attached) return
      attached = true
      attachments++
      needsWhole = true
      void send()
    },
    detach() {
      attached = false
    },
  }
}

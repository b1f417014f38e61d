import type { OpenTextId, OpenTextInfo } from '#contracts/open-texts'
import type { DraftStore } from './draft-store.ts'
import type { EditedText } from './edited-text.ts'

/** What of an open text goes into its draft. */
export interface KeptText {
  readonly id: OpenTextId
  readonly info: OpenTextInfo
  readonly text: EditedText
}

/** Stores one text a moment after it changed, and again only after a pause that grows with what storing it costs. */
export interface DraftKeeper {
  keepSoon(): void
  /** Stores what is not stored yet and ends. */
  [Symbol.asyncDispose](): Promise<void>
  /** Removes the draft and ends. */
  drop(): Promise<void>
}

const firstDelayMs = 250
const longestDelayMs = 10_000
/** How much of the time may be spent on storing a text that is typed in without a pause. */
const busyShare = 0.1

export function createDraftKeeper(options: {
  store: DraftStore
  /** The text at the moment of the call. */
  read: () => KeptText
  /** Called after each try: null when it went well. */
  onTried: (error: unknown) => void
}): DraftKeeper {
  const { store, read, onTried } = options
  let timer: ReturnType<typeof setTimeout> | undefined
  let delayMs = firstDelayMs
  let last: Promise<void> = Promise.resolve()

  const keep = async () => {
    const startedAt = performance.now()
    const { id, info, text } = read()
    const { dirty, ...about } = info
    try {
      if (dirty) await store.keep({ id, ...about, savedAt: Date.now() }, text.pieces())
      else await store.drop(id)
      onTried(null)
    } catch (error) {
      onTried(error)
    }
    delayMs = Math.min(longestDelayMs, Math.max(firstDelayMs, (performance.now() - startedAt) / busyShare))
  }
  const keepNow = () => {
    clearTimeout(timer)
    timer = undefined
    last = last.then(keep)
    return last
  }
  return {
    keepSoon() {
      timer ??= setTimeout(() => void keepNow(), delayMs)
    },
    async [Symbol.asyncDispose]() {
      await (timer === undefined ? last : keepNow())
    },
    async drop() {
      clearTimeout(timer)
      timer = undefined
      last = last.then(() => store.drop(read().id))
      await last
    },
  }
}

import type { Draft, DraftSummary, OpenTextId, OpenTextInfo, PageId, PageState, TextEdit } from '#contracts/open-texts'
import { createObservable, type Observable } from '../platform/observable.ts'
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts'
import type { DraftStore } from './draft-store.ts'
import { createEditedText, type EditedText } from './edited-text.ts'

/** A text as a page has it open. */
export interface OpenText {
  readonly id: OpenTextId
  readonly info: OpenTextInfo
  readonly version: number
  readonly text: EditedText
}

/** The texts that pages have open, and the drafts of those that no page has any more. See `contracts/open-texts.ts`. */
export interface OpenTexts extends AsyncDisposable {
  attach(request: { page: PageId; follows: PageId | null }, signal?: AbortSignal): AsyncGenerator<PageState, void, undefined>
  open(request: {
    page: PageId
    id: OpenTextId
    info: OpenTextInfo
    version: number
    text: string
  }): 'held' | 'taken' | 'detached'
  edit(request: TextChange): boolean
  describe(request: { page: PageId; id: OpenTextId; info: OpenTextInfo }): boolean
  close(request: { page: PageId; id: OpenTextId }): Promise<void>
  listDrafts(): Promise<DraftSummary[]>
  takeDraft(request: { page: PageId; id: OpenTextId }): Promise<Draft | null>
  /** The text at this version, for which it waits a moment if it is on its way; undefined if it is not or went on since. */
  find(request: { id: OpenTextId; version: number }, signal?: AbortSignal): Promise<OpenText | undefined>
}

export interface TextChange {
  readonly page: PageId
  readonly id: OpenTextId
  readonly base: number
  readonly version: number
  readonly edits: readonly TextEdit[]
  readonly length: number
}

interface Held extends OpenText {
  page: PageId
  info: OpenTextInfo
  version: number
  text: EditedText
  readonly drafts: DraftKeeper
}

interface Page {
  readonly state: Observable<PageState>
  /** Aborts when the page attached again over another connection. */
  readonly superseded: AbortController
  /** Drafts that it was given, until it opens a text with their id. */
  readonly taken: Set<OpenTextId>
  readonly end: PromiseWithResolvers<void>
}

/** How long a page waits for the end of the one that it follows: its connection may be told to be closed a little later. */
const followMs = 1000
/** How long a question about a text waits for the edit that it speaks of. */
const arrivalMs = 3000

export function createOpenTexts({ store }: { store: DraftStore }): OpenTexts {
  const pages = new Map<PageId, Page>()
  const texts = new Map<OpenTextId, Held>()
  const leaving = new Set<Promise<void>>()
  /** Counts up whenever a text changes, for those who wait for one. */
  const changes = createObservable(0)
  const announce = () => changes.set(changes.get() + 1)

  const hold = (id: OpenTextId, page: PageId, content: Omit<OpenText, 'id'>): Held => {
    const held: Held = {
      id,
      page,
      ...content,
      drafts: createDraftKeeper({
        store,
        read: () => held,
        onTried: (error) => {
          const draftProblem = error === null ? null : error instanceof Error ? error.message : String(error)
          const state = pages.get(held.page)?.state
          if (state && state.get().draftProblem !== draftProblem) state.set({ draftProblem })
        },
      }),
    }
    texts.set(id, held)
    return held
  }
  /** Whether a page other than this one has the text, or was given its draft. */
  const isTaken = (id: OpenTextId, page: PageId): boolean => {
    const holder = texts.get(id)?.page
    if (holder !== undefined) return holder !== page
    return [...pages].some(([other, { taken }]) => other !== page && taken.has(id))
  }
  const release = (held: Held): Promise<void> => {
    texts.delete(held.id)
    const stored = held.drafts[Symbol.asyncDispose]()
    leaving.add(stored)
    return stored.finally(() => leaving.delete(stored))
  }
  const detach = async (id: PageId) => {
    const page = pages.get(id)
    pages.delete(id)
    await Promise.all([...texts.values()].filter((held) => held.page === id).map(release))
    page?.end.resolve()
  }

  return {
    async *attach({ page: id, follows }, signal) {
      const page: Page = {
        state: createObservable<PageState>({ draftProblem: null }),
        superseded: new AbortController(),
        taken: pages.get(id)?.taken ?? new Set(),
        end: Promise.withResolvers<void>(),
      }
      pages.get(id)?.superseded.abort()
      pages.set(id, page)
      try {
        const before = follows === null ? undefined : pages.get(follows)
        if (before) await Promise.race([before.end.promise, pause(followMs)])
        const ends = [page.superseded.signal, ...(signal ? [signal] : [])]
        yield* page.state.watch(AbortSignal.any(ends))
      } finally {
        if (pages.get(id) === page) await detach(id)
      }
    },
    open({ page, id, info, version, text }) {
      const attached = pages.get(page)
      if (!attached) return 'detached'
      if (isTaken(id, page)) return 'taken'
      attached.taken.delete(id)
      const content = { info, version, text: createEditedText(text) }
      const known = texts.get(id)
      const held = known ? Object.assign(known, content) : hold(id, page, content)
      held.drafts.keepSoon()
      announce()
      return 'held'
    },
    edit({ page, id, base, version, edits, length }) {
      const held = texts.get(id)
      if (held?.page !== page || held.version !== base) return false
      const text = held.text.edit(edits)
      if (text?.length !== length) return false
      Object.assign(held, { text, version })
      if (held.info.dirty) held.drafts.keepSoon()
      announce()
      return true
    },
    describe({ page, id, info }) {
      const held = texts.get(id)
      if (held?.page !== page) return false
      held.info = info
      held.drafts.keepSoon()
      return true
    },
    async close({ page, id }) {
      if (isTaken(id, page)) return
      const held = texts.get(id)
      texts.delete(id)
      pages.get(page)?.taken.delete(id)
      await (held ? held.drafts.drop() : store.drop(id))
    },
    async listDrafts() {
      await Promise.all(leaving)
      const drafts = await store.list()
      const given = new Set([...pages.values()].flatMap(({ taken }) => [...taken]))
      return drafts.filter(({ id }) => !texts.has(id) && !given.has(id))
    },
    async takeDraft({ page, id }) {
      const taker = pages.get(page)
      if (!taker || texts.has(id) || isTaken(id, page)) return null
      taker.taken.add(id)
      await Promise.all(leaving)
      const draft = await store.find(id)
      if (!draft) taker.taken.delete(id)
      return draft
    },
    async find({ id, version }, signal) {
      const late = AbortSignal.timeout(arrivalMs)
      for await (const _ of changes.watch(signal ? AbortSignal.any([signal, late]) : late)) {
        const held = texts.get(id)
        if (held && held.version >= version) return held.version === version ? held : undefined
      }
      return undefined
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...[...texts.values()].map(release), ...leaving])
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

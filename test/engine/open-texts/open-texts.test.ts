import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type OpenTextId, type OpenTextInfo, openTextId, type PageId, type PageState, pageId } from '#contracts/open-texts'
import { createDraftStore } from '#engine/open-texts/draft-store'
import { createOpenTexts, type OpenTexts } from '#engine/open-texts/open-texts'
import { createLog } from '#engine/platform/log'
import { within } from '../../support/within.ts'

const info = (changes: Partial<OpenTextInfo> = {}): OpenTextInfo => ({
  path: '/a.py',
  name: 'a.py',
  language: 'python',
  lineEnding: '\n',
  diskVersion: 'v1',
  dirty: true,
  ...changes,
})
const newText = (): OpenTextId => openTextId.parse(crypto.randomUUID())
const start = { line: 0, character: 0 }

let folder: string
let texts: OpenTexts
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'codeshell-open-texts-')), 'drafts')
  texts = open()
})
afterEach(async () => {
  await texts[Symbol.asyncDispose]()
  await rm(path.dirname(folder), { recursive: true, force: true })
})

function open(): OpenTexts {
  return createOpenTexts({ store: createDraftStore({ folder, log: createLog({}) }) })
}

async function attach(follows: PageId | null = null, page = pageId.parse(crypto.randomUUID())) {
  const controller = new AbortController()
  const stream = texts.attach({ page, follows }, controller.signal)
  const states: PageState[] = []
  const first = await stream.next()
  if (!first.done) states.push(first.value)
  const end = (async () => {
    for await (const state of stream) states.push(state)
  })()
  return {
    page,
    states,
    end,
    leave: () => {
      controller.abort()
      return end
    },
  }
}

/** A page that has a text open and unsaved. */
async function pageWith(text: string, changes: Partial<OpenTextInfo> = {}) {
  const page = await attach()
  const id = newText()
  expect(texts.open({ page: page.page, id, info: info(changes), version: 1, text })).toBe('held')
  return { ...page, id }
}

describe('an open text', () => {
  it('is at the version that the edits lead to', async () => {
    const { page, id } = await pageWith('ac')
    const at = { line: 0, character: 1 }
    const edits = [{ start: at, end: at, text: 'b\n' }]
    expect(texts.edit({ page, id, base: 1, version: 2, edits, length: 4 })).toBe(true)
    const found = await texts.find({ id, version: 2 })
    expect([...(found?.text.pieces() ?? [])].join('')).toBe('ab\nc')
    expect(await texts.find({ id, version: 1 })).toBeUndefined()
  })

  it('refuses edits of another version, of places that it has not, with another outcome, and by another page', async () => {
    const { page, id } = await pageWith('ac')
    const other = await attach()
    const change = { page, id, base: 1, version: 2, edits: [{ start, end: start, text: 'x' }], length: 3 }
    expect(texts.edit({ ...change, base: 0 })).toBe(false)
    expect(texts.edit({ ...change, length: 4 })).toBe(false)
    expect(texts.edit({ ...change, edits: [{ start, end: { line: 7, character: 0 }, text: '' }] })).toBe(false)
    expect(texts.edit({ ...change, page: other.page })).toBe(false)
    expect(texts.edit({ ...change, id: newText() })).toBe(false)
    expect(texts.edit(change)).toBe(true)
  })

  it('is waited for by a question that overtook the edit', async () => {
    const { page, id } = await pageWith('')
    const found = texts.find({ id, version: 2 })
    texts.edit({ page, id, base: 1, version: 2, edits: [{ start, end: start, text: 'x' }], length: 1 })
    expect((await found)?.text.length).toBe(1)
    const controller = new AbortController()
    const never = texts.find({ id, version: 9 }, controller.signal)
    controller.abort()
    expect(await never).toBeUndefined()
  })

  it('needs a page that is attached', () => {
    const page = pageId.parse(crypto.randomUUID())
    expect(texts.open({ page, id: newText(), info: info(), version: 1, text: '' })).toBe('detached')
  })
})

describe('unsaved text', () => {
  it('is a draft as soon as its page ends, and is given to one page only', async () => {
    const { id, leave } = await pageWith('typed')
    const [a, b] = [await attach(), await attach()]
    expect(await texts.listDrafts()).toEqual([])
    await leave()
    expect(await texts.listDrafts()).toMatchObject([{ id, path: '/a.py' }])
    const given = await Promise.all([a, b].map(({ page }) => texts.takeDraft({ page, id })))
    expect(given.map((draft) => draft?.text)).toEqual(['typed', undefined])
    expect(await texts.listDrafts()).toEqual([])
    // The page that has it may end before it shows it.
    await a.leave()
    expect((await texts.takeDraft({ page: b.page, id }))?.text).toBe('typed')
  })

  it('of two pages with the same file is kept for both', async () => {
    const [a, b] = [await pageWith('one'), await pageWith('two')]
    await Promise.all([a.leave(), b.leave()])
    const drafts = await texts.listDrafts()
    expect(new Set(drafts.map(({ id }) => id))).toEqual(new Set([a.id, b.id]))
  })

  it('is kept while the page is there, without a word from it, and outlives the engine', async () => {
    const { page, id } = await pageWith('a')
    texts.edit({ page, id, base: 1, version: 2, edits: [{ start, end: start, text: 'b' }], length: 2 })
    await vi.waitUntil(async () => (await readdir(folder).catch(() => [])).some((name) => name.endsWith('.jsonl')), within)
    // What ends here without a word: the next engine knows the disk alone.
    const next = open()
    expect((await next.listDrafts()).map((draft) => draft.id)).toEqual([id])
    await next[Symbol.asyncDispose]()
  })

  it('goes when it was saved, or its page closed it', async () => {
    const saved = await pageWith('a')
    texts.describe({ page: saved.page, id: saved.id, info: info({ dirty: false }) })
    await saved.leave()
    const closed = await pageWith('b')
    await closed.leave()
    const next = await attach()
    await texts.takeDraft({ page: next.page, id: closed.id })
    await texts.close({ page: next.page, id: closed.id })
    expect(await readdir(folder)).toEqual([])
  })

  it('is had by the page that follows, though the end of the first comes later', async () => {
    const first = await pageWith('typed')
    const second = attach(first.page)
    await first.leave()
    await second
    expect(await texts.listDrafts()).toMatchObject([{ id: first.id }])
  })

  it('stays with a page that attaches again before its old connection ended', async () => {
    const page = await pageWith('typed')
    const again = await attach(null, page.page)
    await page.end
    expect(await texts.listDrafts()).toEqual([])
    expect(texts.describe({ page: page.page, id: page.id, info: info({ name: 'b.py' }) })).toBe(true)
    await again.leave()
    expect(await texts.listDrafts()).toMatchObject([{ name: 'b.py' }])
  })

  it('is not taken from a page by another that comes with the same id', async () => {
    const { id } = await pageWith('typed')
    const other = await attach()
    expect(texts.open({ page: other.page, id, info: info(), version: 1, text: 'other' })).toBe('taken')
    await texts.close({ page: other.page, id })
    expect((await texts.find({ id, version: 1 }))?.text.length).toBe(5)
  })

  it('that cannot be kept is told to its page, and so is the end of that', async () => {
    await writeFile(folder, 'a file in the way')
    const { page, id, states } = await pageWith('typed')
    await vi.waitUntil(() => states.at(-1)?.draftProblem, within)
    expect(states.at(-1)?.draftProblem).toContain(folder)
    await rm(folder)
    texts.describe({ page, id, info: info() })
    await vi.waitUntil(() => states.at(-1)?.draftProblem === null, within)
  })
})

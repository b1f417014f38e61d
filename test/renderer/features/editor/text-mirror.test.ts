import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '#contracts/errors'
import { type OpenTextId, type OpenTextInfo, type PageId, pageId, type TextEdit } from '#contracts/open-texts'
import { createDraftStore } from '#engine/open-texts/draft-store'
import { createOpenTexts, type OpenTexts } from '#engine/open-texts/open-texts'
import { createOpenTextsRouter } from '#engine/open-texts/open-texts-router'
import { createLog } from '#engine/platform/log'
import { createTextMirror, type TextMirrorOptions } from '../../../../renderer/features/editor/text-mirror.ts'

type Engine = TextMirrorOptions['engine']

const info: OpenTextInfo = {
  path: null,
  name: 'a.py',
  language: 'python',
  lineEnding: '\n',
  diskVersion: null,
  dirty: true,
}

let folder: string
let texts: OpenTexts
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-text-mirror-'))
  texts = openEngine()
})
afterEach(async () => {
  await texts[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

function openEngine(): OpenTexts {
  return createOpenTexts({ store: createDraftStore({ folder, log: createLog({}) }) })
}

async function attachPage(): Promise<PageId> {
  const page = pageId.parse(crypto.randomUUID())
  await texts.attach({ page, follows: null }).next()
  return page
}

/** The engine of the moment behind a way that may take its time, lose a call, or be cut. */
function createEngineDouble(way: { isCut: boolean; lose: (call: number) => boolean }): Engine {
  let calls = 0
  const engine = () => createRouterClient(createOpenTextsRouter({ openTexts: texts }))
  const pass = async <T>(answer: () => Promise<T>): Promise<T> => {
    await new Promise((resolve) => setImmediate(resolve))
    if (way.isCut) throw new AppError('connection.lost', 'away', {})
    return answer()
  }
  return {
    open: (request) => pass(() => engine().open(request)),
    edit: (request) => pass(async () => (way.lose(calls++) ? { held: false } : engine().edit(request))),
    describe: (request) => pass(() => engine().describe(request)),
  }
}

function createPageText(page: PageId, engine: Engine) {
  const failures: unknown[] = []
  let text = ''
  const mirror = createTextMirror({
    id: crypto.randomUUID() as OpenTextId,
    page,
    engine,
    readText: () => text,
    readInfo: () => info,
    onFailed: (error) => failures.push(error),
  })
  return {
    mirror,
    failures,
    read: () => text,
    /** Types at the end of the first line. */
    type(typed: string) {
      const at = { line: 0, character: text.split('\n')[0]?.length ?? 0 }
      const edit: TextEdit = { start: at, end: at, text: typed }
      text = text.slice(0, at.character) + typed + text.slice(at.character)
      mirror.edit([edit], text.length)
    },
    async held() {
      const found = await texts.find({ id: mirror.id, version: mirror.version })
      return found && [...found.text.pieces()].join('')
    },
  }
}

it('leads to the same text, whatever is lost and however often the engine goes and comes back', async () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('type' as const),
      text: fc.string({ unit: fc.constantFrom('a', '\n', '😀', '\ud83d', '\r') }),
    }),
    fc.record({ kind: fc.constantFrom('wait' as const, 'restart' as const, 'cut' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.array(fc.boolean(), { minLength: 1 }), async (steps, losses) => {
      const way = { isCut: false, lose: (call: number) => losses[call % losses.length] === true && call < losses.length }
      const page = await attachPage()
      const engine = createEngineDouble(way)
      // The page keeps its name; only the engine's knowledge of it goes.
      const pageText = createPageText(page, engine)
      pageText.mirror.attach()
      for (const each of steps) {
        if (each.kind === 'type') pageText.type(each.text)
        else if (each.kind === 'wait') await new Promise((resolve) => setImmediate(resolve))
        else {
          way.isCut = true
          pageText.mirror.detach()
          await new Promise((resolve) => setImmediate(resolve))
          if (each.kind === 'restart') {
            await texts[Symbol.asyncDispose]()
            texts = openEngine()
            await texts.attach({ page, follows: null }).next()
          }
          way.isCut = false
          pageText.mirror.attach()
        }
      }
      expect(await pageText.held()).toBe(pageText.read())
      expect(pageText.failures).toEqual([])
    }),
    { numRuns: 60 },
  )
})

it('sends what is typed while a message is under way in one message', async () => {
  const page = await attachPage()
  const engine = createEngineDouble({ isCut: false, lose: () => false })
  const edit = vi.spyOn(engine, 'edit')
  const pageText = createPageText(page, engine)
  pageText.mirror.attach()
  await pageText.held()
  // The answer to the first message is on its way back.
  await new Promise((resolve) => setTimeout(resolve))
  for (const sign of 'abcdef') pageText.type(sign)
  expect(await pageText.held()).toBe('abcdef')
  expect(edit.mock.calls.map(([change]) => change.edits.length)).toEqual([1, 5])
})

it('takes another id where another page has its own', async () => {
  const first = createPageText(await attachPage(), createEngineDouble({ isCut: false, lose: () => false }))
  first.type('one')
  first.mirror.attach()
  await first.held()
  const page = await attachPage()
  const mirror = createTextMirror({
    id: first.mirror.id,
    page,
    engine: createEngineDouble({ isCut: false, lose: () => false }),
    readText: () => 'two',
    readInfo: () => info,
    onFailed: (error) => expect.fail(String(error)),
  })
  mirror.attach()
  await vi.waitUntil(() => mirror.id !== first.mirror.id)
  expect((await texts.find({ id: mirror.id, version: 1 }))?.text.length).toBe(3)
  expect(await first.held()).toBe('one')
})

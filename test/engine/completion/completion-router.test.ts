import { tmpdir } from 'node:os'
import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import type { CompletionEvent, completionContract } from '#contracts/completion'
import type { ModelState } from '#contracts/models'
import { type OpenTextId, pageId } from '#contracts/open-texts'
import { connect } from '#contracts/wire/connect'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { serve } from '#contracts/wire/serve'
import { createCompletion } from '#engine/completion/completion'
import { createCompletionRouter } from '#engine/completion/completion-router'
import { createDraftStore } from '#engine/open-texts/draft-store'
import { createOpenTexts } from '#engine/open-texts/open-texts'
import { createLog } from '#engine/platform/log'
import { createObservable } from '#engine/platform/observable'

const request = {
  path: 'a.py',
  language: 'python',
  prefix: 'x',
  suffix: '',
  trigger: 'manual',
  lines: 'auto',
} as const

function open(state: ModelState) {
  const models = {
    state: createObservable(state),
    getClient: () => Promise.reject(new Error('no model is ready, so nobody asks for it')),
  }
  const settings = {
    get: () => ({ completion: { enabled: true, lines: 'auto' as const, debounceMs: 0, disabledLanguages: [] } }),
  }
  const openTexts = createOpenTexts({ store: createDraftStore({ folder: tmpdir(), log: createLog({}) }) })
  const router = createCompletionRouter({ completion: createCompletion({ models, settings }), openTexts })
  const { port1, port2 } = new MessageChannel()
  serve(router, createMessagePortWire(port1), ({ error }) => expect.fail(String(error)))
  const wire = createMessagePortWire(port2)
  return { openTexts, client: connect<typeof completionContract>(wire), [Symbol.dispose]: () => wire.close() }
}

test('streams the end of a suggestion over a wire', async () => {
  using wired = open({ status: 'none' })
  const events: CompletionEvent[] = []
  for await (const event of await wired.client.complete(request)) events.push(event)
  expect(events).toMatchObject([{ type: 'end', outcome: 'no-model', timings: { cached: false } }])
})

test('lets a consumer leave while it waits for a model', async () => {
  using wired = open({ status: 'loading', stage: 'reading', file: 'a.gguf', name: 'a', progress: 0 })
  const controller = new AbortController()
  const events = await wired.client.complete(request, { signal: controller.signal })
  const next = events.next()
  controller.abort()
  await expect(next).rejects.toThrow()
})

test('completes at a place of an open text, and says so when it has no such text or place', async () => {
  using wired = open({ status: 'none' })
  const page = pageId.parse(crypto.randomUUID())
  const id = crypto.randomUUID() as OpenTextId
  const { openTexts } = wired
  await openTexts.attach({ page, follows: null }).next()
  const info = {
    path: null,
    name: 'a.py',
    language: 'python',
    lineEnding: '\n' as const,
    diskVersion: null,
    dirty: false,
  }
  openTexts.open({ page, id, info, version: 3, text: 'x' })
  const place = { text: id, version: 3, position: { line: 0, character: 1 }, trigger: 'manual', lines: 'auto' } as const
  const events: CompletionEvent[] = []
  for await (const event of await wired.client.completeAt(place)) events.push(event)
  expect(events).toMatchObject([{ type: 'end', outcome: 'no-model' }])
  const refusal = { code: 'input.invalid' }
  await expect(wired.client.completeAt({ ...place, position: { line: 1, character: 0 } })).rejects.toMatchObject(refusal)
  await expect(wired.client.completeAt({ ...place, version: 2 })).rejects.toMatchObject(refusal)
  await openTexts[Symbol.asyncDispose]()
})

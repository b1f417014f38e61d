import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CompletionEvent, CompletionRequest } from '#contracts/completion'
import type { InferenceClient, InfillEvent } from '#contracts/inference'
import type { Settings } from '#contracts/settings'
import { type Completion, createCompletion } from '#engine/completion/completion'
import { createModels, type Models } from '#engine/models/models'
import type { InferenceProcess } from '#engine/platform/inference'
import { createNotingLauncher } from '../../support/noting-launcher.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const bundledModelsFolder = path.join(root, 'test/support/gguf')
const tiny = path.join(bundledModelsFolder, 'codeshell-tiny.gguf')
const log = { info() {}, warn() {}, error() {} }
const allOn = { enabled: true, lines: 'auto', debounceMs: 0, disabledLanguages: [] } as const

let userDataFolder: string
let models: Models
let completion: Completion
let processes: InferenceProcess[]
let settings: Settings['completion']
/** The signals of all calls of `infill`, in order. */
let calls: AbortSignal[]
/** One token at a time: so small a model else writes all that it has to say before anybody could type. */
async function* spread(events: AsyncIterable<InfillEvent>) {
  for await (const event of events) {
    if (event.type !== 'tokens') yield event
    else {
      for (const token of event.tokens) {
        yield { ...event, tokens: [token] }
        await setImmediate()
      }
    }
  }
}

/** The real client, noting its calls of `infill`. */
async function getClient(): Promise<InferenceClient> {
  const client = await models.getClient()
  const infill = async (...[request, options]: Parameters<InferenceClient['infill']>) => {
    if (options?.signal) calls.push(options.signal)
    return spread(await client.infill(request, options))
  }
  // Awaiting a client gives back the client itself, whatever wraps it, so its methods are taken one by one.
  const { detect, prove, open, inspect, fit, load, unload, score, scoreTokens, weighChoices } = client
  return {
    detect,
    prove,
    open,
    inspect,
    fit,
    load,
    unload,
    score,
    scoreTokens,
    weighChoices,
    infill: infill as unknown as InferenceClient['infill'],
  }
}

beforeEach(async () => {
  userDataFolder = await mkdtemp(path.join(tmpdir(), 'codeshell-completion-'))
  processes = []
  calls = []
  settings = { ...allOn, disabledLanguages: [] }
  models = createModels({ userDataFolder, bundledModelsFolder, inference: createNotingLauncher(processes), log, version: 'test' })
  completion = createCompletion({
    models: { state: models.state, getClient },
    settings: { get: () => ({ completion: settings }) },
  })
})

afterEach(async () => {
  await completion[Symbol.asyncDispose]()
  await models[Symbol.asyncDispose]()
  await rm(userDataFolder, { recursive: true })
})

const request = (prefix: string, changes: Partial<CompletionRequest> = {}): CompletionRequest => ({
  path: 'file.js',
  language: 'javascript',
  prefix,
  suffix: '\n}\n',
  trigger: 'automatic',
  lines: 'auto',
  ...changes,
})
/** The bundled model is sure how this goes on. */
const sure = 'function isReady(state) {\n  return fals'
/** It writes many lines here when it is asked to. */
const long = request('import os\nimport sys\n\n\nclass Reader:\n    """Reads files."""\n\n    def __init__(self, path):\n', {
  path: 'reader.py',
  language: 'python',
  suffix: '',
  trigger: 'manual',
  lines: 'multiple',
})

async function collect(events: AsyncIterable<CompletionEvent>) {
  const texts: string[] = []
  for await (const event of events) {
    if (event.type === 'end') return { ...event, texts }
    texts.push(event.text)
  }
  return { type: 'none', text: '', outcome: 'none', timings: null, texts } as const
}

test('suggests what the model is sure of and says what it cost', async () => {
  await models.load(tiny)
  const { text, outcome, timings } = await collect(completion.complete(request(sure)))
  expect({ text, outcome }).toEqual({ text: 'e;', outcome: 'shown' })
  expect(timings).toMatchObject({ cached: false, generatedTokens: expect.any(Number) })
  expect(timings?.promptTokens).toBeGreaterThan(10)
  expect(timings?.promptMs).toBeGreaterThan(0)
})

test('streams a suggestion that only grows', async () => {
  await models.load(tiny)
  const loop = request('for (const zyx of ', { suffix: '\nGurer ubhyq\n' })
  const { texts, text, outcome } = await collect(completion.complete(loop))
  expect(outcome).toBe('shown')
  expect(texts.length).toBeGreaterThan(1)
  for (const [index, shown] of texts.entries()) expect((texts[index + 1] ?? text).startsWith(shown)).toBe(true)
})

test('answers typing along the suggestion without the model', async () => {
  await models.load(tiny)
  await collect(completion.complete(request(sure)))
  const { text, timings } = await collect(completion.complete(request(`${sure}e`)))
  expect(text).toBe(';')
  expect(timings).toMatchObject({ cached: true, generatedTokens: 0 })
  expect(calls).toHaveLength(1)
})

test('asks the model again when something else is typed', async () => {
  await models.load(tiny)
  await collect(completion.complete(request(sure)))
  const { timings } = await collect(completion.complete(request(`${sure}i`)))
  expect(timings?.cached).toBe(false)
  expect(calls).toHaveLength(2)
})

test('forgets its answers when another model is loaded', async () => {
  await models.load(tiny)
  await collect(completion.complete(request(sure)))
  await models.load(tiny)
  expect((await collect(completion.complete(request(sure)))).timings?.cached).toBe(false)
})

test('understands Windows line endings', async () => {
  await models.load(tiny)
  const windows = request(sure.replaceAll('\n', '\r\n'), { suffix: '\r\n}\r\n' })
  expect((await collect(completion.complete(windows))).text).toBe('e;')
  await collect(completion.complete(request(sure)))
  expect(calls).toHaveLength(1)
})

test('keeps a generation that goes on as the person types', async () => {
  await models.load(tiny)
  const first = completion.complete(long)
  const shown = await first.next()
  const typed = (shown.value as CompletionEvent).text.slice(0, 1)
  const [older, newer] = await Promise.all([
    collect(first),
    collect(completion.complete({ ...long, prefix: long.prefix + typed })),
  ])
  expect(calls).toHaveLength(1)
  expect(typed + newer.text).toBe(older.text)
})

test('ends a generation that the person types away from', async () => {
  await models.load(tiny)
  const first = completion.complete(long)
  await first.next()
  const [older, newer] = await Promise.all([collect(first), collect(completion.complete(request(sure)))])
  expect(older.type).toBe('end')
  expect(newer.text).toBe('e;')
  expect(calls.map(({ aborted }) => aborted)[0]).toBe(true)
})

test('stops the model at once when the signal aborts', async () => {
  await models.load(tiny)
  const controller = new AbortController()
  const events = completion.complete(long, controller.signal)
  await events.next()
  controller.abort()
  expect(calls[0]?.aborted).toBe(true)
  expect(await collect(events)).toMatchObject({ type: 'none' })
})

test('stops the model at once when the consumer leaves while it waits', async () => {
  await models.load(tiny)
  const events = completion.complete(long)
  await events.next()
  const pending = events.next()
  const left = events.return()
  expect(calls[0]?.aborted).toBe(true)
  await Promise.all([pending, left])
})

test('says that there is no model', async () => {
  expect(await collect(completion.complete(request(sure)))).toMatchObject({ outcome: 'no-model', text: '' })
  expect(await collect(completion.complete(request(sure, { trigger: 'manual' })))).toMatchObject({ outcome: 'no-model' })
})

test('does not wait for a loading model unless somebody asked', async () => {
  const loading = models.load(tiny)
  expect(await collect(completion.complete(request(sure)))).toMatchObject({ outcome: 'model-loading' })
  const asked = await collect(completion.complete(request(sure, { trigger: 'manual' })))
  expect(asked).toMatchObject({ outcome: 'shown', text: 'e;' })
  await loading
})

test('says that the model is restarting, and waits for it when somebody asked', async () => {
  await models.load(tiny)
  const asked = completion.complete(long)
  await asked.next()
  processes[0]?.kill()
  const automatic = await collect(completion.complete(request(sure)))
  expect(['model-restarting', 'model-loading']).toContain(automatic.outcome)
  expect(await collect(asked)).toMatchObject({ type: 'end' })
  expect(await collect(completion.complete(request(sure, { trigger: 'manual' })))).toMatchObject({ outcome: 'shown', text: 'e;' })
})

test('suggests nothing by itself where suggestions are paused, but does when asked', async () => {
  await models.load(tiny)
  settings = { ...allOn, enabled: false, disabledLanguages: [] }
  expect(await collect(completion.complete(request(sure)))).toMatchObject({ outcome: 'paused' })
  settings = { ...allOn, disabledLanguages: ['javascript'] }
  expect(await collect(completion.complete(request(sure)))).toMatchObject({ outcome: 'paused' })
  expect(await collect(completion.complete(request(sure, { trigger: 'manual' })))).toMatchObject({ outcome: 'shown' })
})

test('does not show what the model doubts unless somebody asked', async () => {
  await models.load(tiny)
  const doubtful = request('xw', { suffix: '\nGurer ubhyq\n' })
  expect(await collect(completion.complete(doubtful))).toMatchObject({ outcome: 'low-confidence', text: '' })
  expect(await collect(completion.complete({ ...doubtful, trigger: 'manual' }))).toMatchObject({ outcome: 'shown' })
})

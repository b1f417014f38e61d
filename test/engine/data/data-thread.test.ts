import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '#contracts/wire/connect'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { serve } from '#contracts/wire/serve'
import type { workbenchContract } from '#contracts/workbench'
import { createEngine, type Engine } from '#engine/engine'
import { createForkLauncher } from '#engine/platform/inference'
import { threshold } from '../../support/threshold.ts'

let folder: string
let engine: Engine
let channel: MessageChannel
let client: ReturnType<typeof connect<typeof workbenchContract>>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-data-thread-'))
  engine = await createEngine({
    userDataFolder: join(folder, 'user'),
    bundledModelsFolder: join(folder, 'models'),
    sampleFile: join(folder, 'sample.jsonl.zst'),
    host: {
      info: { kind: 'web', version: '0', platform: 'linux', dialogs: false },
      pickPath: null,
      showFile: null,
      watchCommands: null,
    },
    inference: createForkLauncher({ entry: fileURLToPath(new URL('../../../main/inference/main.ts', import.meta.url)) }),
    log: {
      info() {},
      warn: (message) => expect(message).not.toMatch(/by force/),
      error: (message, fields) => expect.unreachable(`${message} ${JSON.stringify(fields)}`),
    },
  })
  channel = new MessageChannel()
  serve(engine.router, createMessagePortWire(channel.port1), ({ error }) => expect.unreachable(String(error)))
  client = connect<typeof workbenchContract>(createMessagePortWire(channel.port2))
  await client.dataset.createProject({ folder: join(folder, 'project'), name: 'Test' })
})

afterEach(async () => {
  channel.port1.close()
  await engine[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const cutAt = (max: number) => ({ rules: [threshold('lines', { max })] })

test('calls that pass through both loops begin in the order in which they were made', async () => {
  for await (const recipe of await client.recipe.watch()) if (recipe) break
  await client.recipe.setRules(cutAt(1))
  for (let round = 2; round < 30; round++) {
    const [, undone] = await Promise.all([client.recipe.setRules(cutAt(round)), client.recipe.undo()])
    expect((undone.recipe.rules[0] as { max: number }).max).toBe(1)
  }
})

test('a stream from the data thread ends where it is left, and goes on elsewhere', async () => {
  const left = await client.dataset.watchProject()
  await left.next()
  await left.return?.()
  const cancelling = new AbortController()
  const cancelled = await client.dataset.watchProject(undefined, { signal: cancelling.signal })
  await cancelled.next()
  cancelling.abort()
  await expect(cancelled.next()).rejects.toThrow()
  const followed = await client.dataset.watchProject()
  expect((await followed.next()).value).toMatchObject({ name: 'Test' })
  await client.dataset.closeProject()
  expect((await followed.next()).value).toBeNull()
})

test('what the other loop saves never goes over a project that was opened a moment ago', async () => {
  const file = join(folder, 'second/project.sqlite')
  await client.dataset.createProject({ folder: join(folder, 'second'), name: 'Second' })
  const saving = client.workspace.write({ file, text: 'lost', expectedVersion: null })
  await expect(saving).rejects.toMatchObject({ code: 'input.invalid' })
  expect((await client.dataset.openProject({ folder: join(folder, 'second') })).name).toBe('Second')
})

test('closing the engine waits for what the data thread was asked before', async () => {
  await mkdir(join(folder, 'code'))
  for (let file = 0; file < 200; file++) await writeFile(join(folder, `code/${file}.py`), `print(${file})\n`)
  const { jobId } = await client.imports.start({ inputs: [{ location: { kind: 'folder', path: join(folder, 'code') } }] })
  const paused = engine.client.jobs.pause({ jobId })
  await new Promise(setImmediate)
  await engine[Symbol.asyncDispose]()
  const outcome = await paused.then(
    () => 'paused',
    (error) => error.code,
  )
  // Too late for a job that was done by then.
  expect(outcome).toMatch(/^(paused|job\.conflict)$/)
})

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startThread, type Thread, ThreadEndedError } from '#engine/platform/threads/start-thread'
import type { AnsweringData, AnsweringRequests } from './answering-worker.ts'

let folder: string
let closedFile: string
let warnings: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-thread-'))
  closedFile = join(folder, 'closed')
  warnings = []
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function start({ refuses = false, patienceMs = 60_000 } = {}): Thread<AnsweringRequests> {
  return startThread({
    ...{ file: 'answering-worker', beside: import.meta.url, data: { closedFile, refuses } satisfies AnsweringData },
    warn: (message) => warnings.push(message),
    patienceMs,
  })
}

function countBegun(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(4))
}

async function waitUntilBegun(begun: Int32Array<SharedArrayBuffer>, count: number): Promise<void> {
  for (let seen = 0; seen < count; seen = Atomics.load(begun, 0)) await Atomics.waitAsync(begun, 0, seen).value
}

test('each request gets its own answer, whichever comes first', async () => {
  await using thread = start()
  const slow = thread.ask('wait', 200)
  const quick = thread.ask('wait', 0)
  expect(thread.waiting).toBe(2)
  const numbers = Float64Array.of(1, 2)
  expect(await thread.ask('double', numbers, { transfer: [numbers.buffer] })).toEqual(Float64Array.of(2, 4))
  expect(numbers).toHaveLength(0)
  expect(await Promise.all([quick, slow])).toEqual([0, 200])
  expect(thread.waiting).toBe(0)
})

test('errors come as they were: expected ones with their code, those of the system with theirs, others with their stack', async () => {
  await using thread = start()
  await expect(thread.ask('fail', 'expected')).rejects.toMatchObject({
    ...{ code: 'document.not-found', message: 'There is no document 7.', data: { documentId: 7 } },
  })
  await expect(thread.ask('fail', 'system')).rejects.toMatchObject({
    ...{ code: 'ENOENT', syscall: 'open', path: '/nowhere/at/all' },
  })
  await expect(thread.ask('fail', 'bug')).rejects.toMatchObject({
    ...{ message: 'Nobody thought of this.', stack: expect.stringContaining('answering-worker.ts') },
  })
  expect(await thread.ask('wait', 0)).toBe(0)
})

test('what is called off fails at once with the reason, and ends in the thread, busy or waiting', async () => {
  await using thread = start()
  const aborter = new AbortController()
  const reason = new Error('Not any more.')
  const begun = countBegun()
  const { signal } = aborter
  const waiting = expect(thread.ask('waitForever', begun, { signal })).rejects.toBe(reason)
  const busy = expect(thread.ask('compress', begun, { signal })).rejects.toBe(reason)
  const behind = expect(thread.ask('compress', begun, { signal })).rejects.toBe(reason)
  await waitUntilBegun(begun, 2)
  aborter.abort(reason)
  await Promise.all([waiting, busy, behind])
  // What never began needed no stop.
  expect(await thread.ask('countStops', null)).toBe(2)
  await expect(thread.ask('wait', 0, { signal })).rejects.toBe(reason)
})

test('a thread that is disposed of calls off its work, closes what it has and ends by itself', async () => {
  const thread = start()
  const begun = countBegun()
  const busy = expect(thread.ask('compress', begun)).rejects.toThrow(ThreadEndedError)
  await waitUntilBegun(begun, 1)
  await thread[Symbol.asyncDispose]()
  await busy
  expect(existsSync(closedFile)).toBe(true)
  expect(warnings).toEqual([])
  await expect(thread.ask('wait', 0)).rejects.toThrow(ThreadEndedError)
  await thread[Symbol.asyncDispose]()
})

test('a thread that does not end is ended by force, and the log is told', async () => {
  const thread = start({ patienceMs: 300 })
  const begun = countBegun()
  const hanging = expect(thread.ask('hang', begun)).rejects.toThrow(ThreadEndedError)
  await waitUntilBegun(begun, 1)
  await thread[Symbol.asyncDispose]()
  await hanging
  expect(warnings).toEqual(['The thread answering-worker was ended by force: it had not ended 300 ms after it was told to.'])
})

test('a thread that crashes fails what it was asked, and what comes later, with the cause', async () => {
  await using thread = start()
  const waiting = thread.ask('wait', 1e8)
  const failure = { name: 'ThreadEndedError', cause: expect.any(TypeError) }
  await Promise.all([
    expect(thread.ask('fail', 'crash')).rejects.toMatchObject(failure),
    expect(waiting).rejects.toMatchObject(failure),
  ])
  expect(thread.hasEnded).toBe(true)
  await expect(thread.ask('wait', 0)).rejects.toMatchObject(failure)
})

test('a thread that cannot open what it needs fails every request with that', async () => {
  await using thread = start({ refuses: true })
  const failure = { code: 'file.not-found', data: { file: closedFile } }
  const asked = [thread.ask('wait', 0), thread.ask('wait', 0)]
  for (const each of asked) await expect(each).rejects.toMatchObject(failure)
  await expect(thread.ask('wait', 0)).rejects.toMatchObject(failure)
})

test('what cannot be sent fails the call alone', async () => {
  await using thread = start()
  await expect(thread.ask('wait', (() => 0) as unknown as number)).rejects.toMatchObject({ name: 'DataCloneError' })
  expect(thread.waiting).toBe(0)
  expect(await thread.ask('wait', 0)).toBe(0)
})

// Ended by force between the making of a compressor of Node and its initialisation, a thread aborts the whole process.
test('threads that compress without a pause end at any moment', async () => {
  const end = async () => {
    const thread = start()
    const begun = countBegun()
    const busy = thread.ask('compress', begun).catch((error) => error)
    await waitUntilBegun(begun, 1)
    await delay(Math.random() * 4)
    await thread[Symbol.asyncDispose]()
    expect(await busy).toBeInstanceOf(ThreadEndedError)
  }
  for (let round = 0; round < 8; round++) await Promise.all([end(), end()])
  expect(warnings).toEqual([])
})

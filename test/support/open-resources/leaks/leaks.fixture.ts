import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { openSync, watch } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { openDatabase } from '#engine/platform/sqlite'

// Run by open-resources.test.ts alone: every test passes, and the suite must fail for what it leaves.

const kept: unknown[] = []

test('leaves a child process', () => {
  // It outlives its parent and holds its output: the run would never end if nobody ended it.
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
  expect(child.pid).toBeGreaterThan(0)
})

test('leaves a worker thread', () => {
  expect(new Worker('require("node:worker_threads").parentPort.ref()', { eval: true }).threadId).toBeGreaterThan(0)
})

test('leaves message ports', () => {
  expect(new MessageChannel().port1.onmessage).toBeNull()
})

test('leaves a server', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  expect(server.listening).toBe(true)
})

test('leaves a UDP socket', () => {
  expect(createSocket('udp4')).toBeDefined()
})

test('leaves a watched folder', () => {
  expect(watch(tmpdir())).toBeDefined()
})

test('leaves a file', async () => {
  expect(openSync(import.meta.filename, 'r')).toBeGreaterThan(0)
  kept.push(await open(path.join(import.meta.dirname, 'clean.fixture.ts')))
})

test('leaves a database', () => {
  const file = path.join(process.env.LEAKS_FOLDER as string, 'left.sqlite')
  const database = openDatabase(file)
  kept.push(database)
  expect(database.open).toBe(true)
})

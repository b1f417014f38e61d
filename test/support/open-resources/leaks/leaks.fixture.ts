import { spawn } from 'node:child_process'
import { openSync, watch } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'

// Run by open-resources.test.ts alone: every test passes, and the suite must fail for what it leaves.

test('leaves a child process', () => {
  expect(spawn(process.execPath, ['-e', 'process.stdin.resume()']).pid).toBeGreaterThan(0)
})

test('leaves a worker thread', () => {
  expect(new Worker('require("node:worker_threads").parentPort.ref()', { eval: true }).threadId).toBeGreaterThan(0)
})

test('leaves ports', () => {
  expect(new MessageChannel().port1.onmessage).toBeNull()
})

test('leaves a server', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  expect(server.listening).toBe(true)
})

test('leaves a timer', () => {
  expect(setInterval(() => undefined, 1000).hasRef()).toBe(true)
})

test('leaves a watched folder', () => {
  expect(watch(tmpdir())).toBeDefined()
})

test('leaves a file', () => {
  expect(openSync(import.meta.filename, 'r')).toBeGreaterThan(0)
})

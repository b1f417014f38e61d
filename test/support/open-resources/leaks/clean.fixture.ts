import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { Worker } from 'node:worker_threads'
import { afterAll, expect, test } from 'vitest'

// Run by open-resources.test.ts alone: what is closed after the last test, or soon after it, is no leak.

const server = createServer()
const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
const worker = new Worker('require("node:worker_threads").parentPort.ref()', { eval: true })
const file = openSync(import.meta.filename, 'r')

afterAll(() => {
  // None of it is waited for, and some has not even begun when the hook ends.
  child.kill()
  void worker.terminate()
  setTimeout(() => {
    server.close()
    closeSync(file)
  }, 100)
})

test('closes what it opened', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  expect(server.listening).toBe(true)
})

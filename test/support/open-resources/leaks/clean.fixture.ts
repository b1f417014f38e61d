import { createServer } from 'node:net'
import { afterAll, expect, test } from 'vitest'

// Run by open-resources.test.ts alone: what is closed after the last test, or soon after it, is no leak.

const server = createServer()
afterAll(() => void setTimeout(() => server.close(), 100))

test('closes what it opened', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  expect(server.listening).toBe(true)
})

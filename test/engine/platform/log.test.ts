import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from '#engine/platform/log'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-log-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('each line of the file is one JSON object with time, level, message and fields', () => {
  const file = join(folder, 'deep', 'workbench.log')
  const log = createLog({ file })
  log.info('started', { port: 1 })
  log.error('broken\nover two lines')
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { time: expect.stringMatching(/^\d{4}-/), level: 'info', message: 'started', port: 1 },
    { time: expect.any(String), level: 'error', message: 'broken\nover two lines' },
  ])
})

test('a file that has grown large is put aside at the next start', () => {
  const file = join(folder, 'workbench.log')
  writeFileSync(file, 'x'.repeat(5_000_001))
  createLog({ file }).info('new')
  expect(readFileSync(file, 'utf8').length).toBeLessThan(200)
  expect(readFileSync(`${file}.old`, 'utf8').length).toBe(5_000_001)
})

test('a file that cannot be written costs its lines and ends nothing', () => {
  const file = join(folder, 'deep', 'workbench.log')
  const log = createLog({ file })
  rmSync(join(folder, 'deep'), { recursive: true })
  expect(() => log.error('nowhere to go')).not.toThrow()
  writeFileSync(join(folder, 'file'), '')
  expect(() => createLog({ file: join(folder, 'file', 'workbench.log') }).info('under a file')).not.toThrow()
})

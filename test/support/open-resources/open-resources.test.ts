import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface SuiteReport {
  name: string
  status: string
  message: string
  assertionResults: { status: string }[]
}

let folder: string
let suites: SuiteReport[]

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'open-resources-'))
  const report = path.join(folder, 'report.json')
  const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const config = path.join(import.meta.dirname, 'leaks/vitest.config.ts')
  const command = [vitest, 'run', '--config', config, '--reporter=json', `--outputFile=${report}`]
  // It fails, as it should; the report says how.
  await new Promise<void>((resolve) => execFile(process.execPath, command, () => resolve()))
  suites = (JSON.parse(await readFile(report, 'utf8')) as { testResults: SuiteReport[] }).testResults
}, 120_000)
afterAll(() => rm(folder, { recursive: true }))

const find = (name: string) => suites.find((suite) => path.basename(suite.name) === name)

describe('a suite', () => {
  it.each([
    ['a child process', /child process .*process\.stdin\.resume/],
    ['a worker thread and a port', /MESSAGEPORT opened at .*leaks\.fixture\.ts/],
    ['a server', /server .* opened at .*leaks\.fixture\.ts/],
    ['a timer', /Timeout opened at .*leaks\.fixture\.ts/],
    ['a watched folder', /FSEVENTWRAP opened at .*leaks\.fixture\.ts/],
  ])('that leaves %s fails, and is told which', (_, words) => {
    expect(find('leaks.fixture.ts')).toMatchObject({ status: 'failed', message: expect.stringMatching(words) })
  })

  it.runIf(process.platform === 'linux')('that leaves a file fails, and is told which', () => {
    expect(find('leaks.fixture.ts')?.message).toMatch(/file .*leaks\.fixture\.ts/)
  })

  it('that leaves a worker thread is told where it was made', () => {
    expect(find('leaks.fixture.ts')?.message).toMatch(/worker thread opened at .*leaks\.fixture\.ts/)
  })

  it('fails for that alone, though every test of it passed', () => {
    expect(find('leaks.fixture.ts')?.assertionResults.map(({ status }) => status)).toEqual(Array(7).fill('passed'))
  })

  it('that closes what it opened passes, also when closing takes a while', () => {
    expect(find('clean.fixture.ts')?.status).toBe('passed')
  })
})

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
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

const leaksFolder = path.join(import.meta.dirname, 'leaks')
const leakingLines = readFileSync(path.join(leaksFolder, 'leaks.fixture.ts'), 'utf8').split('\n')
let folder: string
let suites: SuiteReport[]

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'open-resources-'))
  const report = path.join(folder, 'report.json')
  const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const config = path.join(leaksFolder, 'vitest.config.ts')
  const command = [vitest, 'run', '--config', config, '--reporter=json', `--outputFile=${report}`]
  // It fails, as it should; the report says how.
  const env = { ...process.env, LEAKS_FOLDER: folder }
  const said = await new Promise<string>((resolve) =>
    execFile(process.execPath, command, { env }, (_error, output, errors) => resolve(output + errors)),
  )
  const written = await readFile(report, 'utf8').catch((cause: unknown) => {
    throw new Error(`The suites left no report. They said:\n${said}`, { cause })
  })
  suites = (JSON.parse(written) as { testResults: SuiteReport[] }).testResults
})
afterAll(() => rm(folder, { recursive: true }))

const find = (name: string) => suites.find((suite) => path.basename(suite.name) === name)

/** What the leaking suite is told of the kind. */
const findReported = (kind: string) =>
  (find('leaks.fixture.ts')?.message ?? '').split('\n').filter((line) => line.startsWith(`- ${kind}`))

/** Where the leaking suite has this code, as a place on a stack names it. */
function findLine(code: string): string {
  const numbers = leakingLines.flatMap((line, index) => (line.includes(code) ? [index + 1] : []))
  expect(numbers).toHaveLength(1)
  return `test/support/open-resources/leaks/leaks.fixture.ts:${numbers[0]}:`
}

describe('a suite', () => {
  it.each([
    ['child process', 'spawn(process.execPath'],
    ['worker thread', 'new Worker('],
    ['message port', 'new MessageChannel('],
    ['server', 'server.listen('],
    ['UDP socket', "createSocket('udp4')"],
    ['watched file or folder', 'watch(tmpdir())'],
  ])('that leaves a %s fails, and is told which line opened it', (kind, code) => {
    expect(find('leaks.fixture.ts')?.status).toBe('failed')
    expect(findReported(kind)).toEqual([expect.stringContaining(findLine(code))])
  })

  it.runIf(process.platform === 'linux')('that leaves files fails, and is told which line opened which', () => {
    expect(findReported('file').filter((line) => !line.includes('left.sqlite'))).toEqual([
      expect.stringMatching(/leaks\.fixture\.ts opened at /),
      expect.stringMatching(/clean\.fixture\.ts opened at /),
    ])
    expect(findReported('file')).toEqual(
      expect.arrayContaining([
        expect.stringContaining(findLine('openSync(import')),
        expect.stringContaining(findLine('kept.push(await open(')),
      ]),
    )
  })

  it.runIf(process.platform === 'linux')(
    'that leaves a database fails, and is told the line that opened it and the line of the test',
    () => {
      const [words] = findReported('file').filter((line) => line.includes('left.sqlite '))
      expect(words).toMatch(/opened at .*main\/engine\/platform\/sqlite\.ts:\d+/)
      expect(words).toContain(findLine('openDatabase(file)'))
    },
  )

  it('is told the command of a child process and the address of a server', () => {
    expect(findReported('child process')).toEqual([expect.stringContaining('setInterval(() => {}, 1000)')])
    expect(findReported('server')).toEqual([expect.stringContaining('127.0.0.1')])
  })

  it('fails for that alone, though every test of it passed', () => {
    expect(new Set(find('leaks.fixture.ts')?.assertionResults.map(({ status }) => status))).toEqual(new Set(['passed']))
  })

  it('that closes what it opened passes, also when closing takes a while', () => {
    expect(find('clean.fixture.ts')).toMatchObject({ status: 'passed', message: '' })
  })
})

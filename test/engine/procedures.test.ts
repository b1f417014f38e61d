import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import type { AnyContractProcedure } from '@orpc/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import { isAppError } from '#contracts/errors'
import { connect } from '#contracts/wire/connect'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { serve } from '#contracts/wire/serve'
import { workbenchContract } from '#contracts/workbench'
import { createProjects } from '#engine/dataset/project/projects'
import { createEngine, type Engine } from '#engine/engine'
import { createForkLauncher } from '#engine/platform/inference'
import { createLog } from '#engine/platform/log'
import { threshold } from '../support/threshold.ts'
import { within } from '../support/within.ts'
import { createHostileInput } from './hostile-input.ts'

let folder: string
let engine: Engine
let client: ReturnType<typeof connect<typeof workbenchContract>>
const bugs: { method: string; error: unknown }[] = []
const channel = new MessageChannel()
const startFolder = process.cwd()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-procedures-'))
  await mkdir(join(folder, 'code'))
  await mkdir(join(folder, 'code/empty'))
  for (const [name, text] of Object.entries({ 'a.py': 'print(1)\n', 'b.js': 'x\n', 'c.rs': 'fn f() {}\n'.repeat(500) })) {
    await writeFile(join(folder, 'code', name), text)
  }
  await writeFile(join(folder, 'broken.gguf'), 'GGUF no more')
  await writeFile(join(folder, 'recipe.yaml'), 'version: 1\nname: r\nsteps: []\n')
  await symlink(join(folder, 'nothing'), join(folder, 'leads-nowhere'))
  await symlink(join(folder, 'circle'), join(folder, 'circle'))
  // A path that is not absolute starts here, so nothing is written elsewhere.
  process.chdir(folder)
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
    inference: createForkLauncher({ entry: fileURLToPath(new URL('../../main/inference/main.ts', import.meta.url)) }),
    log: createLog({ file: join(folder, 'log') }),
  })
  serve(engine.router, createMessagePortWire(channel.port1), (bug) => bugs.push(bug))
  client = connect<typeof workbenchContract>(createMessagePortWire(channel.port2))
  await makeProject(join(folder, 'project'))
  await openAgain()
  await importAll()
})

afterAll(async () => {
  channel.port1.close()
  await engine[Symbol.asyncDispose]()
  process.chdir(startFolder)
  await rm(folder, { recursive: true })
})

/** Each call of these starts a process and proves a back-end in it, which takes seconds on a busy machine. */
const startsProcesses = new Set(['models.retryBackend'])

describe('whatever a procedure is given, it answers in its own words or with an expected error', () => {
  test.each(listProcedures(workbenchContract).map((each) => [each.path.join('.'), each] as const))('%s', async (_, procedure) => {
    const call = findCall(procedure.path)
    await fc.assert(
      fc.asyncProperty(createHostileInput(procedure.inputSchema, listWords()), async (input) => {
        const failure = await call(input)
          .then(takeFirst)
          .catch((error: unknown) => error)
        if (failure !== undefined && (!isAppError(failure) || failure.code === 'internal')) {
          throw new Error('not an expected error', { cause: bugs.at(-1)?.error ?? failure })
        }
        expect(String((failure as Error | undefined)?.message)).not.toMatch(/call stack|^E[A-Z]+:/)
        if (isAppError(failure, 'input.invalid')) {
          expect(failure.message).not.toContain(procedure.path.join('.'))
          expect(failure.message).not.toMatch(/Invalid input|received|Too (big|small)|Unrecognized|undefined/)
        }
      }),
      { numRuns: startsProcesses.has(procedure.path.join('.')) ? 3 : 40 },
    )
    await openAgain()
    expect(bugs).toEqual([])
  })
})

/** Calls that change the open project, or read by a number that another project may have too. */
const meantCalls: Record<string, () => object> = {
  'dataset.closeProject': () => ({}),
  'imports.start': () => ({ inputs: [{ location: { kind: 'folder', path: join(folder, 'code') } }] }),
  'exports.start': () => ({ target: join(folder, 'meant.jsonl'), format: 'jsonl', which: 'all' }),
  'curation.curate': () => ({}),
  'curation.scoreWithModel': () => ({}),
  'curation.removeTrainedModel': () => ({ step: 'quality' }),
  'curation.rateDocuments': () => ({ query: {} }),
  'curation.trainLanguageModel': () => ({ file: join(folder, 'meant.ngram') }),
  'recipe.setRules': () => ({ rules: [threshold('lines', { min: 1 })] }),
  'recipe.setText': () => ({ text: 'version: 1\nname: meant\nsteps: []\n' }),
  'recipe.takeBundled': () => ({ id: 'starcoder2' }),
  'recipe.undo': () => ({}),
  'recipe.redo': () => ({}),
  'recipe.saveFile': () => ({ file: join(folder, 'meant.yaml') }),
  'recipe.exportFile': () => ({ program: 'dolma', file: join(folder, 'meant-dolma.yaml') }),
  'recipe.loadFile': () => ({ file: join(folder, 'recipe.yaml') }),
  'review.setLabel': () => ({ documentIds: [0], verdict: 'drop' }),
  'review.setNote': () => ({ documentId: 0, note: 'meant' }),
  'review.labelAll': () => ({ query: {}, verdict: 'drop', documents: 3 }),
  'review.setMetadata': () => ({ documentId: 0, key: 'k', value: 'v' }),
  'review.setMetadataAll': () => ({ query: {}, key: 'k', value: 'v', documents: 3 }),
  'review.exportLabels': () => ({ file: join(folder, 'meant-labels.jsonl') }),
  'review.importLabels': () => ({ file: join(folder, 'recipe.yaml') }),
  'review.undo': () => ({}),
  'review.redo': () => ({}),
  'jobs.cancel': () => ({ jobId: 1 }),
  'jobs.pause': () => ({ jobId: 1 }),
  'jobs.resume': () => ({ jobId: 1 }),
  'jobs.log': () => ({ jobId: 1 }),
  'jobs.exportProblems': () => ({ jobId: 1, file: join(folder, 'meant-problems.jsonl') }),
  'jobs.problems': () => ({ jobId: 1, offset: 0, limit: 1 }),
}

test('what is meant for a project that another window closed is not done to the one that it opened', async () => {
  const takesFolder = (schema: z.ZodType | undefined) =>
    schema
      ?.safeParse({ project: 0 })
      .error?.issues.some((issue) => issue.path[0] === 'project' && issue.code === 'invalid_type' && issue.expected === 'string')
  const withProject = listProcedures(workbenchContract).filter(({ inputSchema }) => takesFolder(inputSchema))
  expect(withProject.map(({ path }) => path.join('.')).toSorted()).toEqual(Object.keys(meantCalls).toSorted())
  await openAgain()
  const project = join(folder, 'elsewhere')
  for (const [name, input] of Object.entries(meantCalls)) {
    const failure = await findCall(name.split('.'))({ ...input(), project }).catch((error: unknown) => error)
    expect(isAppError(failure) ? failure.code : failure, name).toBe('project.not-open')
  }
  await expect(readFile(join(folder, 'meant.jsonl'))).rejects.toThrow('ENOENT')
  await expect(readFile(join(folder, 'meant.yaml'))).rejects.toThrow('ENOENT')
})

test('no job met a bug', async () => {
  expect(await readFile(join(folder, 'log'), 'utf8').catch(() => '')).not.toContain('bug in')
})

function listWords(): Record<string, string[]> {
  const names = ['code', 'code/a.py', 'project', 'nothing', 'leads-nowhere', 'circle', 'circle/x', 'broken.gguf', 'recipe.yaml']
  const paths = [
    ...names.map((name) => join(folder, name)),
    join(folder, 'out.jsonl'),
    join(folder, 'n'.repeat(255)),
    join(folder, 'é'.repeat(127)),
    join(folder, 'n'.repeat(256)),
    join(folder, 'deep/'.repeat(900)),
    join(folder, 'code/a.py/below'),
    '/proc/nothing/x',
    '/dev/null',
    '/dev/stdout',
    '/proc/self/status',
    join(folder, 'user/settings.json'),
    join(folder, 'user/drafts/x'),
    join(folder, 'not-utf-8\\xff.gguf'),
    'relative',
  ]
  const signals = ['lines', 'size', 'extreme', 'path', 'language', 'document:language']
  return {
    file: paths,
    folder: paths,
    target: paths,
    path: paths,
    signal: signals,
    column: signals,
    columns: signals,
    signals,
    languages: ['Python', 'x'],
    text: ['lang:python lines>0', 'print OR -"x"', '/(x+)+$/ path:/a/', 'has:extreme extreme>3e38 label:none', 'lang:klingon'],
  }
}

interface ProcedureToTry {
  path: string[]
  inputSchema: z.ZodType | undefined
}

function listProcedures(contract: object, path: string[] = []): ProcedureToTry[] {
  return Object.entries(contract).flatMap(([name, part]: [string, object]) => {
    if (!('~orpc' in part)) return listProcedures(part, [...path, name])
    const { inputSchema } = (part as AnyContractProcedure)['~orpc']
    return [{ path: [...path, name], inputSchema: inputSchema as z.ZodType | undefined }]
  })
}

function findCall(path: string[]): (input: unknown) => Promise<unknown> {
  let part: unknown = client
  for (const name of path) part = (part as Record<string, unknown>)[name]
  return part as (input: unknown) => Promise<unknown>
}

/** Of a stream what it has at once: most of them have no end. */
async function takeFirst(output: unknown): Promise<void> {
  if (typeof output !== 'object' || output === null || !(Symbol.asyncIterator in output)) return
  const items = (output as AsyncIterable<unknown>)[Symbol.asyncIterator]()
  await Promise.race([items.next(), new Promise((resolve) => setTimeout(resolve, 20))])
  await items.return?.()
}

/** The project may have been closed, or another one opened. */
async function openAgain(): Promise<void> {
  await client.dataset.openProject({ folder: join(folder, 'project') })
}

/** With a signal whose values are as far out as they can be, which no import stores. */
async function makeProject(projectFolder: string): Promise<void> {
  await using projects = createProjects({ userDataFolder: join(folder, 'user'), log: createLog({ file: join(folder, 'log') }) })
  await projects.create(projectFolder, 'p')
  const about = { label: 'Extreme', unit: '', description: '', producer: 'test', producerConfig: null }
  const writer = projects.getOpen('fill it').writeSignal({ name: 'extreme', ...about })
  writer.set(0, Float32Array.of(Infinity, -Infinity, 3.4e38))
  writer.finish()
}

async function importAll(): Promise<void> {
  await client.imports.start({ inputs: [{ location: { kind: 'folder', path: join(folder, 'code') } }] })
  await vi.waitFor(
    async () => expect(await client.dataset.facets({ query: {} })).toMatchObject({ verdicts: [{ count: 3 }, {}] }),
    within,
  )
}

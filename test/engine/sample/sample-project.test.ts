import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Project } from '#contracts/dataset'
import { createEngine, type Engine } from '#engine/engine'
import { createForkLauncher } from '#engine/platform/inference'
import { createLog } from '#engine/platform/log'
import { threshold } from '../../support/threshold.ts'

let folder: string
let engine: Engine

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-sample-'))
  const row = { language: 'Python', licence: 'MIT', repo: 'a/b' }
  const lines = Array.from({ length: 20 }, (_, index) =>
    JSON.stringify({ text: `print(${index})\n`, path: `a/${index}.py`, ...row }),
  )
  await writeFile(join(folder, 'sample.jsonl.zst'), zstdCompressSync(Buffer.from(`${lines.join('\n')}\n`)))
  engine = await start()
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

function start(): Promise<Engine> {
  return createEngine({
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
    log: createLog({ file: join(folder, 'log') }),
  })
}

/** Starts the program again, as a host does. */
async function startAgain(): Promise<void> {
  await engine[Symbol.asyncDispose]()
  engine = await start()
  await engine.offerSample()
}

async function readOpenProject(): Promise<Project | null> {
  for await (const project of await engine.client.dataset.watchProject()) return project
  return null
}

async function readSettings() {
  for await (const settings of await engine.client.settings.watch()) return settings
  return undefined
}

async function waitForDocuments(count: number): Promise<void> {
  for await (const project of await engine.client.dataset.watchProject()) if (project?.documentCount === count) return
}

describe('the sample project', () => {
  it('is made and opened at the first start, with its documents, and is what the next start opens', async () => {
    await engine.offerSample()
    expect(await readOpenProject()).toMatchObject({ name: 'Sample', folder: join(folder, 'user/sample') })
    await waitForDocuments(20)
    expect(await readSettings()).toMatchObject({ sample: { offered: true }, project: { folder: join(folder, 'user/sample') } })
    const { rows } = await engine.client.dataset.page({
      query: {},
      sort: { column: 'path', direction: 'ascending' },
      columns: [],
      offset: 0,
      limit: 1,
    })
    expect(rows[0]).toMatchObject({ path: 'a/0.py', language: 'Python' })
  })

  it('does not come back by itself once it was closed or deleted, and is made again when it is asked for', async () => {
    await engine.offerSample()
    await waitForDocuments(20)
    await engine.client.dataset.closeProject()
    await engine.client.settings.update({ project: { folder: null } })
    await rm(join(folder, 'user/sample'), { recursive: true })
    await startAgain()
    expect(await readOpenProject()).toBeNull()
    await engine.client.sample.open()
    await waitForDocuments(20)
  })

  it('is opened as it is when it is there: nothing is imported twice', async () => {
    await engine.client.sample.open()
    await waitForDocuments(20)
    await engine.client.recipe.setRules({ rules: [threshold('lines', { max: 7 })] })
    await engine.client.dataset.closeProject()
    expect(await engine.client.sample.open()).toMatchObject({ documentCount: 20 })
    for await (const recipe of await engine.client.recipe.watch()) {
      if (!recipe) continue
      expect(recipe.recipe.rules).toEqual([threshold('lines', { max: 7 })])
      break
    }
    for await (const jobs of await engine.client.jobs.watch()) {
      expect(jobs.filter(({ kind }) => kind === 'import')).toHaveLength(1)
      break
    }
  })

  it('takes the place of nothing that is there', async () => {
    await mkdir(join(folder, 'user/sample'), { recursive: true })
    await writeFile(join(folder, 'user/sample/mine.txt'), 'mine')
    expect((await engine.client.sample.open()).folder).toBe(join(folder, 'user/sample-2'))
    expect(await readFile(join(folder, 'user/sample/mine.txt'), 'utf8')).toBe('mine')
  })

  it('is not offered to whoever has projects already', async () => {
    await engine.client.dataset.createProject({ folder: join(folder, 'mine'), name: 'Mine' })
    await startAgain()
    expect(await readOpenProject()).toBeNull()
    expect((await readSettings())?.sample.offered).toBe(true)
  })

  it('leaves the program usable where its data is missing, and says so to whoever asks for it', async () => {
    await rm(join(folder, 'sample.jsonl.zst'))
    await engine.offerSample()
    expect(await readOpenProject()).toBeNull()
    expect(await readFile(join(folder, 'log'), 'utf8')).toContain('the sample project was not made')
    await expect(engine.client.sample.open()).rejects.toMatchObject({ code: 'file.not-found' })
  })
})

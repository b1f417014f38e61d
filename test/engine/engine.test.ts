import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createEngine, type Engine } from '#engine/engine'
import { createForkLauncher } from '#engine/platform/inference'
import { createLog } from '#engine/platform/log'
import { openDatabase } from '#engine/platform/sqlite'
import { within } from '../support/within.ts'

let folder: string
let engine: Engine

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-engine-'))
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
})

afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function damageProject(sql: string): Promise<void> {
  const project = join(folder, 'project')
  await engine.client.dataset.createProject({ folder: project, name: 'Test' })
  await engine.client.dataset.closeProject()
  const database = openDatabase(join(project, 'project.sqlite'))
  database.exec(sql)
  database.close()
  await engine.client.dataset.openProject({ folder: project })
}

test('a recipe that cannot be read leaves the rest of the project usable', async () => {
  await damageProject(
    "INSERT INTO recipe_revision VALUES (1, 0, 'steps: ['); INSERT INTO project_value VALUES ('recipe.current', '1')",
  )
  await vi.waitFor(async () => expect(await readFile(join(folder, 'log'), 'utf8')).toContain('recipe of the project'), within)
  await expect(engine.client.recipe.undo()).rejects.toMatchObject({ code: 'project.not-open' })
  expect(await engine.client.dataset.sources()).toEqual([])
})

test('jobs that cannot be read leave the rest of the project usable', async () => {
  await damageProject('DROP TABLE job_problem; DROP TABLE job')
  await vi.waitFor(async () => expect(await readFile(join(folder, 'log'), 'utf8')).toContain('jobs of the project'), within)
  expect(await engine.client.dataset.sources()).toEqual([])
})

test('no save and no export takes a name of the program’s own files, there or not', async () => {
  await engine.client.dataset.createProject({ folder: join(folder, 'project'), name: 'Test' })
  for await (const recipe of await engine.client.recipe.watch()) if (recipe) break
  const refusal = { code: 'input.invalid', data: { field: 'file', reason: 'the program keeps its own files in that folder' } }
  for (const name of ['settings.json', 'backends.json', 'models.json', 'drafts/x']) {
    if (name.startsWith('drafts')) await mkdir(join(folder, 'user/drafts'), { recursive: true })
    const file = join(folder, 'user', name)
    const { recipe, exports, workspace } = engine.client
    await expect(recipe.saveFile({ file })).rejects.toMatchObject(refusal)
    await expect(exports.start({ target: file, format: 'jsonl', which: 'all' })).rejects.toMatchObject(refusal)
    await expect(workspace.write({ file, text: '{}', expectedVersion: null })).rejects.toMatchObject(refusal)
  }
})

test.skipIf(process.platform !== 'linux')('no export goes to what is no file', async () => {
  await engine.client.dataset.createProject({ folder: join(folder, 'project'), name: 'Test' })
  for (const file of ['/dev/null', '/dev/full', `/proc/${process.pid}/fd/0`]) {
    await expect(
      engine.client.exports.start({ target: file, format: 'jsonl', which: 'all', replace: 'free' }),
    ).rejects.toMatchObject({
      code: 'file.failed',
      message: expect.stringMatching(/is a (device|pipe|socket), not a file\./),
    })
  }
})

test('closing waits for settings and recipes that are being written', async () => {
  await engine.client.dataset.createProject({ folder: join(folder, 'project'), name: 'Test' })
  for await (const recipe of await engine.client.recipe.watch()) if (recipe) break
  const file = join(folder, 'recipe.yaml')
  const writes = [engine.client.settings.update({ theme: 'dark' }), engine.client.recipe.saveFile({ file })]
  await new Promise(setImmediate)
  await engine[Symbol.asyncDispose]()
  expect(JSON.parse(await readFile(join(folder, 'user', 'settings.json'), 'utf8'))).toMatchObject({ theme: 'dark' })
  expect(await readFile(file, 'utf8')).toContain('version: 2')
  await Promise.all(writes)
})

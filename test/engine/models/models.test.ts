import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAppError } from '#contracts/errors'
import type { ModelState } from '#contracts/models'
import { fingerprintModel } from '#engine/curation/score-model'
import { createModels, type Models } from '#engine/models/models'
import { createForkLauncher, type InferenceProcess } from '#engine/platform/inference'
import { createNotingLauncher } from '../../support/noting-launcher.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const entry = path.join(root, 'main/inference/main.ts')
const tiny = path.join(root, 'test/support/gguf/codeshell-tiny.gguf')
const log = { info() {}, warn() {}, error() {} }

let folder: string
let bundledModelsFolder: string
let models: Models
let processes: InferenceProcess[]

function open(): Models {
  return createModels({
    userDataFolder: path.join(folder, 'user'),
    bundledModelsFolder,
    inference: createNotingLauncher(processes),
    log,
    version: 'test',
  })
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codeshell-models-'))
  bundledModelsFolder = path.join(folder, 'bundled')
  await mkdir(bundledModelsFolder)
  await copyFile(tiny, path.join(bundledModelsFolder, 'tiny.gguf'))
  processes = []
  models = open()
})

afterEach(async () => {
  await models[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function complete(): Promise<string> {
  const client = await models.getClient()
  let text = ''
  for await (const event of await client.infill({ prefix: 'def add(a, b):\n    ', suffix: '\n', maxTokens: 4 })) {
    if (event.type === 'tokens') text += event.tokens.map((token) => token.text).join('')
  }
  return text
}

/** Collects every status that is seen from now on, until `until`. A status may be skipped when it changes fast. */
async function follow(until: ModelState['status']): Promise<ModelState[]> {
  const seen: ModelState[] = []
  for await (const state of models.state.watch()) {
    seen.push(state)
    if (state.status === until) break
  }
  return seen
}

async function waitFor(status: ModelState['status']): Promise<ModelState> {
  for await (const state of models.state.watch()) if (state.status === status) return state
  throw new Error('unreachable')
}

test('the bundled model is loaded at the first start and completes', async () => {
  await models.loadInitialModel()
  expect(models.state.get()).toMatchObject({ status: 'ready', model: { name: 'CodeShell-Tiny', infill: true } })
  expect(await complete()).not.toBe('')
})

test('a model is on its way from the moment the first one is asked for, even when the one loaded last is gone', async () => {
  const other = path.join(folder, 'other.gguf')
  await copyFile(tiny, other)
  await models.load(other)
  await models[Symbol.asyncDispose]()
  await rm(other)
  models = open()
  const states = follow('ready')
  const loading = models.loadInitialModel()
  expect(models.state.get()).toEqual({ status: 'choosing' })
  await loading
  // The first is what was before anything was asked for.
  expect(new Set((await states).slice(1).map(({ status }) => status))).not.toContain(expect.stringMatching(/none|failed/))
})

test('a program without any model says that there is none once it has looked', async () => {
  await rm(path.join(bundledModelsFolder, 'tiny.gguf'))
  await models.loadInitialModel()
  expect(models.state.get()).toEqual({ status: 'none' })
})

test('the model that was loaded last is loaded at the next start', async () => {
  const other = path.join(folder, 'other.gguf')
  await copyFile(tiny, other)
  await models.load(other)
  await models[Symbol.asyncDispose]()
  models = open()
  await models.loadInitialModel()
  expect(models.state.get()).toMatchObject({ status: 'ready', model: { file: other } })
})

test('a model that is gone at the next start is replaced by the bundled one', async () => {
  const other = path.join(folder, 'other.gguf')
  await copyFile(tiny, other)
  await models.load(other)
  await models[Symbol.asyncDispose]()
  await rm(other)
  models = open()
  await models.loadInitialModel()
  expect(models.state.get()).toMatchObject({ status: 'ready', model: { file: path.join(bundledModelsFolder, 'tiny.gguf') } })
})

test('when the inference process is killed during a completion, the call fails as restarting and the model comes back', async () => {
  await models.loadInitialModel()
  const client = await models.getClient()
  const stream = await client.infill({ prefix: 'x = [', suffix: '', maxTokens: 200 })
  const restarting = waitFor('restarting')
  let failure: unknown
  try {
    for await (const _ of stream) processes[0]?.kill()
  } catch (error) {
    failure = error
  }
  expect(isAppError(failure, 'inference.restarting')).toBe(true)
  expect(await restarting).toMatchObject({ attempt: 1, reason: expect.stringMatching(/^signal SIGKILL/) })
  await expect(models.getClient()).rejects.toSatisfy((error) => isAppError(error, 'inference.restarting'))
  await waitFor('ready')
  expect(await complete()).not.toBe('')
  expect(processes).toHaveLength(2)
})

test('a process that dies again while the model is brought back is started again, too', async () => {
  await models.loadInitialModel()
  let deaths = 0
  const back = (async () => {
    let launched = 0
    for await (const state of models.state.watch()) {
      if (state.status === 'ready' && deaths === 3) return state
      // The first is killed while it is ready, the others while they load; each only once.
      const wanted = deaths === 0 ? 'ready' : 'loading'
      if (state.status !== wanted || processes.length === launched || deaths === 3) continue
      launched = processes.length
      deaths++
      processes.at(-1)?.kill()
    }
    throw new Error('unreachable')
  })()
  expect(await back).toMatchObject({ model: { name: 'CodeShell-Tiny' } })
  expect(processes).toHaveLength(4)
  expect(await complete()).not.toBe('')
})

test('a load is called off by another one and by unloading', async () => {
  const first = models.load(tiny).catch((error: unknown) => error)
  const second = models.load(path.join(bundledModelsFolder, 'tiny.gguf'))
  expect(isAppError(await first, 'model.load-cancelled')).toBe(true)
  expect(await second).toMatchObject({ name: 'CodeShell-Tiny' })

  // Also when the process is at work on it.
  const busy = models.load(tiny).catch((error: unknown) => error)
  for await (const state of models.state.watch()) if (state.status === 'loading' && state.stage !== 'opening') break
  const next = models.load(path.join(bundledModelsFolder, 'tiny.gguf'))
  expect(isAppError(await busy, 'model.load-cancelled')).toBe(true)
  expect(await next).toMatchObject({ file: path.join(bundledModelsFolder, 'tiny.gguf') })

  const third = models.load(tiny).catch((error: unknown) => error)
  await models.unload()
  expect(isAppError(await third, 'model.load-cancelled')).toBe(true)
  expect(models.state.get()).toEqual({ status: 'none' })
  await models.load(tiny)
  expect(await complete()).not.toBe('')
  expect(processes).toHaveLength(1)
})

test('unloading while the process is being restarted leaves no model loaded', async () => {
  await models.loadInitialModel()
  const restarting = waitFor('restarting')
  processes[0]?.kill()
  await restarting
  await models.unload()
  expect(models.state.get()).toEqual({ status: 'none' })
  const client = await models.getClient()
  await expect(client.score({ texts: ['a b c'], maxTokens: 8 })).rejects.toSatisfy((error) =>
    isAppError(error, 'model.not-loaded'),
  )
})

test('unloading is done when the process ends meanwhile, whether it was loading or had loaded', async () => {
  const loading = models.load(tiny).catch((error: unknown) => error)
  await models.getClient()
  const whileLoading = models.unload()
  processes[0]?.kill()
  await whileLoading
  expect(models.state.get()).toEqual({ status: 'none' })
  expect(isAppError(await loading)).toBe(true)

  await models.load(tiny)
  const whenLoaded = models.unload()
  processes[1]?.kill()
  await whenLoaded
  await processes[1]?.exited
  expect(models.state.get()).toEqual({ status: 'none' })
})

test('a list that cannot be read or saved costs no model', async () => {
  // A folder in the place of the file: it can be neither read nor replaced, whoever runs this.
  await mkdir(path.join(folder, 'user', 'models.json', 'in-the-way'), { recursive: true })
  await models.loadInitialModel()
  expect(models.state.get().status).toBe('ready')
  await models.load(tiny)
  expect(models.state.get()).toMatchObject({ status: 'ready', model: { file: tiny } })
  await expect(models.add(tiny)).rejects.toSatisfy((error) => isAppError(error, 'file.failed'))
})

test('a load that fails is told to its caller and to the state, and another load works in the same process', async () => {
  const broken = path.join(folder, 'broken.gguf')
  await copyFile(tiny, broken)
  await truncate(broken, 3_000_000)
  await expect(models.load(broken)).rejects.toSatisfy((error) => isAppError(error, 'model.invalid-file'))
  expect(models.state.get()).toMatchObject({ status: 'failed', file: broken, code: 'model.invalid-file' })
  await models.load(tiny)
  expect(models.state.get().status).toBe('ready')
  expect(processes).toHaveLength(1)
})

test('an inference process that cannot start is reported and never hangs a caller', async () => {
  await using broken = createModels({
    userDataFolder: path.join(folder, 'user'),
    bundledModelsFolder,
    inference: createForkLauncher({ entry: path.join(folder, 'missing.js') }),
    log,
    version: 'test',
  })
  await expect(broken.load(tiny)).rejects.toSatisfy((error) => isAppError(error, 'model.load-failed'))
  expect(broken.state.get()).toMatchObject({ status: 'failed', code: 'model.load-failed' })
})

test('the library lists bundled models first, then added files and folders, and says what is wrong with damaged ones', async () => {
  const added = path.join(folder, 'models')
  await mkdir(path.join(added, 'publisher'), { recursive: true })
  await copyFile(tiny, path.join(added, 'publisher', 'good.gguf'))
  await writeFile(path.join(added, 'bad.gguf'), 'not a model')
  await writeFile(path.join(added, 'readme.txt'), 'text')
  const list = await models.add(added)
  expect(list.map(({ name, bundled, problem }) => [name, bundled, problem !== null])).toEqual([
    ['CodeShell-Tiny', true, false],
    ['bad', false, true],
    ['CodeShell-Tiny', false, false],
  ])
  expect(list[1]?.problem).toContain('not a GGUF model')
  expect(await models.remove(added)).toHaveLength(1)
  await expect(readFile(path.join(added, 'bad.gguf'), 'utf8')).resolves.toBe('not a model')
})

test('a file that was found in a folder is forgotten until it or the folder is added again', async () => {
  const added = path.join(folder, 'models')
  await mkdir(added)
  const [first, second] = ['first.gguf', 'second.gguf'].map((name) => path.join(added, name))
  for (const file of [first, second]) await copyFile(tiny, file ?? '')
  const listed = async (list: Promise<{ file: string; bundled: boolean }[]>) =>
    (await list).flatMap(({ file, bundled }) => (bundled ? [] : file)).sort()
  await models.add(added)
  expect(await listed(models.remove(first ?? ''))).toEqual([second])
  expect(await listed(models.list())).toEqual([second])
  expect(await listed(models.add(added))).toEqual([first, second])
  await models.remove(first ?? '')
  expect(await listed(models.add(first ?? ''))).toEqual([first, second])
})

test('a model that cannot be loaded does not cost the one that worked', async () => {
  await models.loadInitialModel()
  const broken = path.join(folder, 'broken.gguf')
  await writeFile(broken, 'not a model')
  await expect(models.load(broken)).rejects.toSatisfy((error) => isAppError(error))
  // Whoever asks now is told to wait, not that there is none.
  expect(models.state.get()).toMatchObject({ status: 'loading', file: path.join(bundledModelsFolder, 'tiny.gguf') })
  await waitFor('ready')
  expect(models.state.get()).toMatchObject({ status: 'ready', model: { name: 'CodeShell-Tiny' } })
  expect(await complete()).not.toBe('')
})

test('a file that was added and is gone stays listed with its problem', async () => {
  const gone = path.join(folder, 'gone.gguf')
  await copyFile(tiny, gone)
  await models.add(gone)
  await rm(gone)
  const [, listed] = await models.list()
  expect(listed).toMatchObject({ file: gone, header: null })
  expect(listed?.problem).toContain('no model file')
})

test.skipIf(process.platform === 'win32' || process.platform === 'darwin')(
  'a model whose name or folder is not UTF-8 is listed, described, loaded and loaded again',
  async () => {
    const inFolder = (...names: string[]) =>
      Buffer.concat([Buffer.from(`${folder}/`), ...names.map((name) => Buffer.from(name, 'latin1'))])
    await mkdir(inFolder('gr\xfcn'))
    await copyFile(tiny, inFolder('gr\xfcn/a\xff.gguf'))
    await copyFile(tiny, path.join(folder, 'text\\xff.gguf'))
    const spelled = path.join(folder, 'gr\\xfcn', 'a\\xff.gguf')
    const literal = path.join(folder, 'text\\x5cxff.gguf')
    for (const listed of [await models.add(path.join(folder, 'gr\\xfcn')), await models.list()])
      expect(listed).toContainEqual(expect.objectContaining({ file: spelled, problem: null }))
    expect(await models.add(literal)).toContainEqual(expect.objectContaining({ file: literal, problem: null }))
    expect(await models.fit(spelled)).toMatchObject({ fits: true })
    for (const file of [spelled, literal]) {
      expect(await models.load(file)).toMatchObject({ file })
      expect(await complete()).not.toBe('')
      expect(await fingerprintModel(file)).toMatch(/^[0-9a-f]{64}$/)
    }
    await models.load(spelled)
    await models[Symbol.asyncDispose]()
    models = open()
    await models.loadInitialModel()
    expect(models.state.get()).toMatchObject({ status: 'ready', model: { file: spelled } })
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('codeshell-model-link-'))).toEqual([])
  },
)

test('adding a path below a file says which part of it is the file', async () => {
  const file = path.join(bundledModelsFolder, 'tiny.gguf')
  await expect(models.add(path.join(file, 'x', 'y.gguf'))).rejects.toMatchObject({
    code: 'file.failed',
    message: `Adding the model failed: ${file} is a file, not a folder.`,
    data: { systemCode: 'ENOTDIR' },
  })
})

test('adding a path that is not there fails', async () => {
  await expect(models.add(path.join(folder, 'nowhere'))).rejects.toSatisfy((error) => isAppError(error, 'file.not-found'))
})

test('a damaged models.json is started anew', async () => {
  await mkdir(path.join(folder, 'user'), { recursive: true })
  await writeFile(path.join(folder, 'user', 'models.json'), '{')
  await expect(models.list()).resolves.toHaveLength(1)
})

test('no inference process is left behind', async () => {
  await models.loadInitialModel()
  await models[Symbol.asyncDispose]()
  await expect(processes[0]?.exited).resolves.toMatchObject({ code: 0, signal: null })
  const children = execFileSync('ps', ['--no-headers', '-o', 'args', '--ppid', String(process.pid)], { encoding: 'utf8' })
  expect(children).not.toContain(entry)
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createModels } from '#engine/models/models'
import { createForkLauncher } from '#engine/platform/inference'
import type { FakeGpus } from '../../support/fake-gpu-process.ts'

const bundledModelsFolder = fileURLToPath(new URL('../../support/gguf', import.meta.url))
const tiny = path.join(bundledModelsFolder, 'codeshell-tiny.gguf')
const log = { info() {}, warn() {}, error() {} }
let userDataFolder: string

beforeEach(async () => {
  userDataFolder = await mkdtemp(path.join(tmpdir(), 'codeshell-backends-'))
})

afterEach(() => rm(userDataFolder, { recursive: true }))

/** The program on a machine whose back-ends fare like this; notes how many processes were started. */
function openOn(gpus: FakeGpus, { driver = '1', version = '1', trialMs = 60_000 } = {}) {
  const launcher = createForkLauncher({ entry: new URL('../../support/fake-gpu-process.ts', import.meta.url) })
  const started = { count: 0 }
  const models = createModels({
    userDataFolder,
    bundledModelsFolder,
    log,
    version,
    trialMs,
    inference: {
      launch() {
        started.count++
        process.env.FAKE_GPUS = JSON.stringify(gpus)
        process.env.FAKE_DRIVER = driver
        return launcher.launch()
      },
    },
  })
  return { models, started, [Symbol.asyncDispose]: () => models[Symbol.asyncDispose]() }
}

const summarise = (backends: { name: string; inUse: boolean; failed: boolean }[]) =>
  Object.fromEntries(backends.map(({ name, inUse, failed }) => [name, inUse ? 'in use' : failed ? 'failed' : 'other']))

test('a back-end that ends its process at trial is named with its last words, and the next best is used and loads', async () => {
  await using opened = openOn({ cuda: 'aborts', vulkan: 'works' })
  const backends = await opened.models.backends()
  expect(summarise(backends)).toEqual({ cuda: 'failed', vulkan: 'in use', cpu: 'other' })
  expect(backends[0]?.detail).toContain('SIGABRT')
  expect(backends[0]?.detail).toContain('the provided PTX was compiled with an unsupported toolchain')
  await opened.models.load(tiny)
  expect(opened.models.state.get().status).toBe('ready')
})

test('a back-end that never answers and one that refuses leave the CPU', async () => {
  await using opened = openOn({ cuda: 'hangs', vulkan: 'refuses' }, { trialMs: 1_500 })
  const backends = await opened.models.backends()
  expect(summarise(backends)).toEqual({ cuda: 'failed', vulkan: 'failed', cpu: 'in use' })
  expect(backends[0]?.detail).toContain('no answer')
})

test('verdicts are remembered for this driver and this version of the program', async () => {
  const gpus = { cuda: 'aborts', vulkan: 'works' } as const
  const countStarts = async (options: { driver?: string; version?: string }) => {
    await using opened = openOn(gpus, options)
    expect(summarise(await opened.models.backends())).toMatchObject({ cuda: 'failed', vulkan: 'in use' })
    return opened.started.count
  }
  expect(await countStarts({})).toBe(3)
  expect(await countStarts({})).toBe(1)
  expect(await countStarts({ driver: '2' })).toBe(3)
  expect(await countStarts({ driver: '2', version: '2' })).toBe(3)
})

test('a back-end that failed can be tried again by hand, and takes over the model in use when it works', async () => {
  const gpus: FakeGpus = { cuda: 'aborts' }
  await using opened = openOn(gpus)
  await opened.models.load(tiny)
  expect(summarise(await opened.models.backends())).toEqual({ cuda: 'failed', vulkan: 'other', cpu: 'in use' })
  expect(summarise(await opened.models.retryBackend('cuda'))).toMatchObject({ cuda: 'failed' })
  expect(opened.models.state.get()).toMatchObject({ status: 'ready', model: { file: tiny } })
  gpus.cuda = 'works'
  expect(summarise(await opened.models.retryBackend('cuda'))).toEqual({ cuda: 'in use', vulkan: 'other', cpu: 'other' })
  expect(opened.models.state.get()).toMatchObject({ status: 'ready', model: { file: tiny } })
})

import { expect, test } from 'vitest'
import type { LoadedModel, ModelState } from '#contracts/models'
import { waitForModel } from '#engine/completion/wait-for-model'
import { createObservable } from '#engine/platform/observable'

const model: LoadedModel = {
  file: '/models/a.gguf',
  name: 'a',
  architecture: 'llama',
  device: 'CPU',
  gpuLayers: 0,
  totalLayers: 1,
  contextSize: 512,
  promptWindow: 512,
  memoryBytes: 1,
  threads: { reading: 1, generating: 1 },
  calibration: [],
  infill: true,
  chatTemplate: false,
  loadMs: 1,
}
const { signal } = new AbortController()

test('answers at once with a model that is ready', async () => {
  const state = createObservable<ModelState>({ status: 'ready', model })
  expect(await waitForModel(state, { trigger: 'automatic', lost: null }, signal)).toEqual({ model })
})

test('says that a model has no infill', async () => {
  const state = createObservable<ModelState>({ status: 'ready', model: { ...model, infill: false } })
  const wait = await waitForModel(state, { trigger: 'manual', lost: null }, signal)
  expect(wait).toEqual({ model: null, outcome: 'no-infill' })
})

test('takes a model that failed to load for none', async () => {
  const state = createObservable<ModelState>({ status: 'failed', file: 'a', name: 'a', code: 'model.load-failed', message: '' })
  const wait = await waitForModel(state, { trigger: 'manual', lost: null }, signal)
  expect(wait).toEqual({ model: null, outcome: 'no-model' })
})

test('waits for the model that replaces a lost one', async () => {
  const state = createObservable<ModelState>({ status: 'ready', model })
  expect(await waitForModel(state, { trigger: 'automatic', lost: model }, signal)).toEqual({
    model: null,
    outcome: 'model-restarting',
  })
  const waiting = waitForModel(state, { trigger: 'manual', lost: model }, signal)
  state.set({ status: 'restarting', file: model.file, attempt: 1, reason: 'killed' })
  const again = { ...model }
  state.set({ status: 'ready', model: again })
  expect((await waiting).model).toBe(again)
})

test('waits for a model that is about to be chosen, and ends when there is none', async () => {
  const state = createObservable<ModelState>({ status: 'choosing' })
  const automatic = await waitForModel(state, { trigger: 'automatic', lost: null }, signal)
  expect(automatic).toEqual({ model: null, outcome: 'model-loading' })
  const waiting = waitForModel(state, { trigger: 'manual', lost: null }, signal)
  state.set({ status: 'ready', model })
  expect(await waiting).toEqual({ model })

  state.set({ status: 'choosing' })
  const vain = waitForModel(state, { trigger: 'manual', lost: null }, signal)
  state.set({ status: 'none' })
  expect(await vain).toEqual({ model: null, outcome: 'no-model' })
})

test('stops waiting when the signal aborts', async () => {
  const state = createObservable<ModelState>({ status: 'loading', file: 'a', name: 'a', stage: 'opening', progress: 0 })
  const controller = new AbortController()
  const waiting = waitForModel(state, { trigger: 'manual', lost: null }, controller.signal)
  controller.abort()
  expect(await waiting).toEqual({ model: null, outcome: 'model-loading' })
})

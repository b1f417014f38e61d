import path from 'node:path'
import { AppError, isAppError } from '#contracts/errors'
import type { InferenceClient } from '#contracts/inference'
import type { Backend, LoadedModel, ModelFit, ModelState } from '#contracts/models'
import type { InferenceLauncher } from '#engine/platform/inference'
import type { Log } from '#engine/platform/log'
import { createObservable, type Observable } from '#engine/platform/observable'
import { createInferenceSupervisor } from './inference-supervisor.ts'
import { createModelLibrary, findModelFiles, type ModelLibrary } from './model-library.ts'
import { createModelMemory } from './model-memory.ts'

/** The model library and the one model in use. */
export interface Models extends ModelLibrary, AsyncDisposable {
  readonly state: Pick<Observable<ModelState>, 'get' | 'watch'>
  /**
   * For calls on the loaded model. Fails with `inference.restarting` while the process or the model is being brought back;
   * whether a model is loaded is for `state` to say.
   */
  getClient(): Promise<InferenceClient>
  backends(): Promise<Backend[]>
  fit(file: string): Promise<ModelFit>
  load(file: string): Promise<LoadedModel>
  unload(): Promise<void>
  /** Loads the model that was loaded last, or a bundled one. A failure is in `state`, not thrown. */
  loadInitialModel(): Promise<void>
}

export interface ModelsOptions {
  readonly userDataFolder: string
  readonly bundledModelsFolder: string
  readonly inference: InferenceLauncher
  readonly log: Log
}

export function createModels({ userDataFolder, bundledModelsFolder, inference, log }: ModelsOptions): Models {
  const state = createObservable<ModelState>({ status: 'none' })
  const memory = createModelMemory({ userDataFolder, log })
  // Only the newest wish may write the state: a load that was overtaken goes on in the background.
  let newestWish = 0
  // While a model is being unloaded, a process that ends has done what was wanted.
  let unloads = 0
  let disposed = false

  const supervisor = createInferenceSupervisor({
    launcher: inference,
    log,
    onDidCrash({ reason, attempt }) {
      const before = state.get()
      if (disposed || unloads > 0 || before.status !== 'ready') return
      const { file } = before.model
      state.set({ status: 'restarting', file, attempt, reason })
      // Its outcome is in `state`.
      loadIntoState(file).catch(() => {})
    },
  })
  const library = createModelLibrary({ bundledModelsFolder, memory, getClient: supervisor.getClient })

  const loadIntoState = async (file: string): Promise<LoadedModel> => {
    const wish = ++newestWish
    const name = path.basename(file, '.gguf')
    const set = (next: ModelState) => {
      if (wish === newestWish) state.set(next)
    }
    try {
      const client = await supervisor.getClient()
      set({ status: 'loading', file, name, progress: 0 })
      for await (const event of await client.load({ file })) {
        if (event.type === 'progress') {
          set({ status: 'loading', file, name, progress: event.progress })
        } else {
          set({ status: 'ready', model: event.model })
          return event.model
        }
      }
      throw new Error('The inference process ended a load without a result.')
    } catch (error) {
      const failure = toLoadFailure(error, file)
      set({ status: 'failed', file, name, code: failure.code, message: failure.message })
      throw failure
    }
  }

  const loadAndRemember = async (file: string): Promise<LoadedModel> => {
    const absolute = path.resolve(file)
    const before = state.get()
    if (before.status !== 'restarting') {
      state.set({ status: 'loading', file: absolute, name: path.basename(absolute, '.gguf'), progress: 0 })
    }
    const loaded = await loadIntoState(absolute).catch((error: unknown) => {
      const now = state.get()
      const isNewest = now.status === 'failed' && now.file === absolute
      // Trying a model that cannot be loaded must not cost the one that worked. The outcome is in `state`.
      if (isNewest && before.status === 'ready' && before.model.file !== absolute)
        loadIntoState(before.model.file).catch(() => {})
      throw error
    })
    // The model is loaded all the same; the next start loads another one.
    await memory
      .update((remembered) => ({ ...remembered, lastLoaded: absolute }))
      .catch((error: unknown) => log.warn('the model was not remembered for the next start', { error: String(error) }))
    return loaded
  }

  /** Candidates for the first load, the best first. */
  const listInitialModels = async (): Promise<string[]> => {
    const lastLoaded = await memory.read().then(
      (remembered) => remembered.lastLoaded,
      (error: unknown) => {
        log.warn('the model that was loaded last is not known', { error: String(error) })
        return null
      },
    )
    return [...(lastLoaded === null ? [] : [lastLoaded]), ...(await findModelFiles(bundledModelsFolder))]
  }

  return {
    ...library,
    state,
    async getClient() {
      const now = state.get()
      // The next process would answer that it has no model.
      if (now.status === 'restarting' || supervisor.isEnding()) {
        const message = 'The process that runs the model is being started again. Try again in a moment.'
        throw new AppError('inference.restarting', message, { attempt: now.status === 'restarting' ? now.attempt : 1 })
      }
      return supervisor.getClient()
    },
    backends: async () => (await supervisor.getClient()).backends(),
    fit: async (file) => (await supervisor.getClient()).fit({ file: path.resolve(file) }),
    load: loadAndRemember,
    async unload() {
      const wish = ++newestWish
      unloads++
      try {
        if (state.get().status !== 'none') await (await supervisor.getClient()).unload()
      } catch (error) {
        // The model went with its process.
        if (!isAppError(error, 'inference.restarting')) throw error
      } finally {
        unloads--
      }
      if (wish === newestWish) state.set({ status: 'none' })
    },
    async loadInitialModel() {
      for (const file of await listInitialModels()) {
        try {
          await loadIntoState(file)
          return
        } catch (error) {
          log.warn('the model to start with could not be loaded', { file, reason: String(error) })
          // A model that is gone is replaced; one that is there and fails is for the person to see.
          if (!isAppError(error, 'model.not-found')) return
        }
      }
    },
    async [Symbol.asyncDispose]() {
      disposed = true
      newestWish++
      await supervisor[Symbol.asyncDispose]()
    },
  }
}

/** A process that ended during a load did so because of it; saying "try again in a moment" would send the person in circles. */
function toLoadFailure(error: unknown, file: string): Error & { code: string } {
  if (isAppError(error) && !isAppError(error, 'inference.restarting')) return error
  const reason = isAppError(error) ? 'the process that loads it ended' : error instanceof Error ? error.message : String(error)
  const message = `${path.basename(file)} could not be loaded: ${reason}. It may need more memory than is free, or be damaged. Try a smaller model.`
  return new AppError('model.load-failed', message, { file, reason }, { cause: error })
}

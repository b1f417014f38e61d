import { AppError } from '#contracts/errors'
import type { InferenceClient } from '#contracts/inference'
import type { Backend, BackendName, LoadedModel, ModelFit, ModelState } from '#contracts/models'
import type { InferenceLauncher } from '#engine/platform/inference'
import type { Log } from '#engine/platform/log'
import type { Observable } from '#engine/platform/observable'
import { createBackendMemory } from './backend-memory.ts'
import { createBackends } from './backends.ts'
import { createInferenceSupervisor } from './inference-supervisor.ts'
import { createModelInUse } from './model-in-use.ts'
import { createModelLibrary, findModelFiles, type ModelLibrary, resolveModel } from './model-library.ts'
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
  /** Tries a back-end again that failed; loads the model in use again on what is then the best. */
  retryBackend(name: BackendName): Promise<Backend[]>
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
  /** Version of the program, for which verdicts on back-ends are remembered. */
  readonly version: string
  /** How long a back-end may take at its trial. */
  readonly trialMs?: number
}

export function createModels({ userDataFolder, bundledModelsFolder, inference, log, version, trialMs }: ModelsOptions): Models {
  const memory = createModelMemory({ userDataFolder, log })
  const backends = createBackends({
    launcher: inference,
    memory: createBackendMemory({ userDataFolder, log }),
    log,
    version,
    trialMs,
    findTrialModel: async () => (await findModelFiles(bundledModelsFolder))[0] ?? null,
  })
  const supervisor = createInferenceSupervisor({
    launcher: inference,
    log,
    prepare: backends.openBest,
    onDidCrash: (crash) => inUse.noteCrash(crash),
  })
  const inUse = createModelInUse({ supervisor, log })
  const library = createModelLibrary({ bundledModelsFolder, memory, getClient: supervisor.getClient })

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
    state: inUse.state,
    async getClient() {
      const now = inUse.state.get()
      // The next process would answer that it has no model.
      if (now.status === 'restarting' || supervisor.isEnding()) {
        const message = 'The process that runs the model is being started again. Try again in a moment.'
        throw new AppError('inference.restarting', message, { attempt: now.status === 'restarting' ? now.attempt : 1 })
      }
      return supervisor.getClient()
    },
    async backends() {
      await supervisor.getClient()
      return backends.list()
    },
    async retryBackend(name) {
      await backends.forget(name)
      await supervisor.end()
      await inUse.reload()
      await supervisor.getClient()
      return backends.list()
    },
    fit: async (file) => (await supervisor.getClient()).fit({ file: resolveModel(file) }),
    async load(file) {
      const lastLoaded = resolveModel(file)
      const loaded = await inUse.load(lastLoaded)
      // The model is loaded all the same; the next start loads another one.
      await memory
        .update((remembered) => ({ ...remembered, lastLoaded }))
        .catch((error: unknown) => log.warn('the model was not remembered for the next start', { error: String(error) }))
      return loaded
    },
    unload: inUse.unload,
    loadInitialModel: () => inUse.loadFirst(listInitialModels),
    async [Symbol.asyncDispose]() {
      inUse[Symbol.dispose]()
      await backends[Symbol.asyncDispose]()
      await supervisor[Symbol.asyncDispose]()
    },
  }
}

import { join } from 'node:path'
import { createRouterClient, enhanceRouter } from '@orpc/server'
import type { ReportBug } from '#contracts/wire/serve'
import { dataContract, type WorkbenchClient } from '#contracts/workbench'
import { createCompletion } from './completion/completion.ts'
import { createCompletionRouter } from './completion/completion-router.ts'
import { type DataThread, startDataThread } from './data/data-thread.ts'
import { forwardContract } from './data/forward-contract.ts'
import { isProjectFileName } from './dataset/project/project-file.ts'
import { type Diagnosis, diagnose } from './diagnosis.ts'
import { expectFailures } from './expected-failures.ts'
import { createHostRouter, type HostCapabilities } from './host/host-router.ts'
import { listModelFiles } from './models/model-parts.ts'
import { createModels } from './models/models.ts'
import { createModelsRouter } from './models/models-router.ts'
import { createScoringRouter } from './models/scoring-router.ts'
import { createDraftStore } from './open-texts/draft-store.ts'
import { createOpenTexts } from './open-texts/open-texts.ts'
import { createOpenTextsRouter } from './open-texts/open-texts-router.ts'
import { createBugReport } from './platform/bug-report.ts'
import { createFileGuard } from './platform/file-guard.ts'
import type { InferenceLauncher } from './platform/inference.ts'
import type { Log } from './platform/log.ts'
import { createSampleProject } from './sample/sample-project.ts'
import { createSampleRouter } from './sample/sample-router.ts'
import { openSettings } from './settings/settings.ts'
import { createSettingsRouter } from './settings/settings-router.ts'
import { createWorkspaceRouter } from './workspace/workspace-router.ts'

/** What a host gives the engine. */
export interface EngineConfig {
  /** Settings, recent projects, remembered models. */
  readonly userDataFolder: string
  readonly bundledModelsFolder: string
  /** The JSON Lines that the sample project is made of. */
  readonly sampleFile: string
  readonly host: HostCapabilities
  readonly inference: InferenceLauncher
  readonly log: Log
}

/**
 * The product, without a host.
 *
 * It has two loops. This one answers what a person waits for at the keyboard: completion, open texts, models, settings. Projects live in a
 * thread of their own; what is asked of them is passed on to it, and neither loop waits for the other.
 */
export interface Engine extends AsyncDisposable {
  /** For `serve`. */
  readonly router: ReturnType<typeof createRouter>
  /** The same contract, called in this process. */
  readonly client: WorkbenchClient
  readonly log: Log
  readonly reportBug: ReportBug
  /** Begins to load the model that was used last, or the bundled one. A failure is in the state of models. */
  loadInitialModel(): void
  /** Makes and opens the sample project when the program is started for the first time. To be awaited before anybody else opens a project. */
  offerSample(): Promise<void>
  diagnose(): Diagnosis
}

type Services = Awaited<ReturnType<typeof openServices>>

/** Constructs every service of the interactive loop, and starts the data thread. */
export async function createEngine(config: EngineConfig): Promise<Engine> {
  const services = await openServices(config)
  const router = createRouter(config, services)
  return {
    router,
    client: createRouterClient(router),
    log: config.log,
    reportBug: createBugReport(config.log),
    loadInitialModel: () => void services.models.loadInitialModel(),
    offerSample: () => services.sample.offer(),
    diagnose,
    async [Symbol.asyncDispose]() {
      // The last is the first to go, and one that fails keeps none of the others open.
      await using stack = new AsyncDisposableStack()
      const { settings, models, completion, openTexts, data } = services
      for (const service of [settings, models, completion, openTexts, data]) stack.use(service)
    },
  }
}

async function openServices({ userDataFolder, bundledModelsFolder, sampleFile, host, inference, log }: EngineConfig) {
  const settings = await openSettings({ userDataFolder, log })
  const models = createModels({ userDataFolder, bundledModelsFolder, inference, log, version: host.info.version })
  const completion = createCompletion({ models, settings })
  const openTexts = createOpenTexts({ store: createDraftStore({ folder: join(userDataFolder, 'drafts'), log }) })
  const data = startDataThread({
    userDataFolder,
    programVersion: host.info.version,
    scoring: createScoringRouter({ models }),
    log,
    reportBug: createBugReport(log),
  })
  const files = createFileGuard({
    userDataFolder,
    async project() {
      const folder = await findProjectFolder(data)
      return folder === null ? null : { folder, isOwnName: isProjectFileName }
    },
    models: async () => listModelFiles(models.state.get()),
  })
  const sample = createSampleProject({ userDataFolder, sampleFile, settings, data: data.client, log })
  return { settings, models, completion, openTexts, data, files, sample }
}

/** Asked for each time: what was heard last may be about the project before. */
async function findProjectFolder({ client }: DataThread): Promise<string | null> {
  for await (const project of await client.dataset.watchProject()) return project?.folder ?? null
  return null
}

function createRouter({ host }: EngineConfig, services: Services) {
  const { settings, models, completion, openTexts, data, files, sample } = services
  const interactive = {
    host: createHostRouter({ host }),
    settings: createSettingsRouter({ settings }),
    sample: createSampleRouter({ sample }),
    workspace: createWorkspaceRouter({ files }),
    openTexts: createOpenTextsRouter({ openTexts }),
    models: createModelsRouter({ models }),
    completion: createCompletionRouter({ completion, openTexts }),
  }
  return {
    ...enhanceRouter(interactive, {
      middlewares: [expectFailures({ projects: null })],
      errorMap: {},
      tags: [],
      dedupeLeadingMiddlewares: false,
    }),
    ...forwardContract(dataContract, data.client),
  }
}

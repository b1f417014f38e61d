import { join } from 'node:path'
import { createRouterClient, enhanceRouter } from '@orpc/server'
import type { ReportBug } from '#contracts/wire/serve'
import type { WorkbenchClient } from '#contracts/workbench'
import { createCompletion } from './completion/completion.ts'
import { createCompletionRouter } from './completion/completion-router.ts'
import { createCurationRouter } from './curation/curation-router.ts'
import { createRecipeBook, type RecipeBook } from './curation/recipe.ts'
import { createRecipeRouter } from './curation/recipe-router.ts'
import { createRecipeStore } from './curation/recipe-store.ts'
import { createScoreJob } from './curation/score-with-model.ts'
import { createDatasetRouter } from './dataset/dataset-router.ts'
import { createDocumentBrowser } from './dataset/documents/document-browser.ts'
import { createExportJob } from './dataset/export/export-documents.ts'
import { importFolderJob } from './dataset/importers/import-folder.ts'
import { isProjectFileName } from './dataset/project/project-file.ts'
import { createProjects, type Projects } from './dataset/project/projects.ts'
import { type Diagnosis, diagnose } from './diagnosis.ts'
import { expectFailures } from './expected-failures.ts'
import { createHostRouter, type HostCapabilities } from './host/host-router.ts'
import { createJobs } from './jobs/jobs.ts'
import { createJobsRouter } from './jobs/jobs-router.ts'
import { listModelFiles } from './models/model-parts.ts'
import { createModels } from './models/models.ts'
import { createModelsRouter } from './models/models-router.ts'
import { createDraftStore } from './open-texts/draft-store.ts'
import { createOpenTexts } from './open-texts/open-texts.ts'
import { createOpenTextsRouter } from './open-texts/open-texts-router.ts'
import { createFileGuard } from './platform/file-guard.ts'
import type { InferenceLauncher } from './platform/inference.ts'
import type { Log } from './platform/log.ts'
import { openSettings } from './settings/settings.ts'
import { createSettingsRouter } from './settings/settings-router.ts'
import { createTuning } from './tuning/tuning.ts'
import { createTuningRouter } from './tuning/tuning-router.ts'
import { createWorkspaceRouter } from './workspace/workspace-router.ts'

/** What a host gives the engine. */
export interface EngineConfig {
  /** Settings, recent projects, remembered models. */
  readonly userDataFolder: string
  readonly bundledModelsFolder: string
  readonly host: HostCapabilities
  readonly inference: InferenceLauncher
  readonly log: Log
}

/** The product, without a host. */
export interface Engine extends AsyncDisposable {
  /** For `serve`. */
  readonly router: ReturnType<typeof createRouter>
  /** The same contract, called in this process. */
  readonly client: WorkbenchClient
  readonly log: Log
  readonly reportBug: ReportBug
  /** Begins to load the model that was used last, or the bundled one. A failure is in the state of models. */
  loadInitialModel(): void
  diagnose(): Diagnosis
}

type Services = Awaited<ReturnType<typeof openServices>>

/** Constructs every service. The only place that constructs. */
export async function createEngine(config: EngineConfig): Promise<Engine> {
  const services = await openServices(config)
  const router = enhanceRouter(createRouter(config, services), {
    middlewares: [expectFailures({ projects: services.projects })],
    errorMap: {},
    tags: [],
    dedupeLeadingMiddlewares: false,
  })
  const { log } = config
  return {
    router,
    client: createRouterClient(router),
    log,
    reportBug: ({ reference, method, error }) =>
      log.error(`bug in ${method}`, { reference, stack: error instanceof Error ? error.stack : String(error) }),
    loadInitialModel: () => void services.models.loadInitialModel(),
    diagnose,
    async [Symbol.asyncDispose]() {
      // The last is the first to go, and one that fails keeps none of the others open.
      await using stack = new AsyncDisposableStack()
      const { settings, models, completion, openTexts, jobs, projects, recipes } = services
      // Saves of recipes end before the project that notes them is closed.
      for (const service of [settings, models, completion, openTexts, jobs, projects, recipes]) stack.use(service)
    },
  }
}

async function openServices({ userDataFolder, bundledModelsFolder, host, inference, log }: EngineConfig) {
  const settings = await openSettings({ userDataFolder, log })
  const models = createModels({ userDataFolder, bundledModelsFolder, inference, log, version: host.info.version })
  const completion = createCompletion({ models, settings })
  const openTexts = createOpenTexts({ store: createDraftStore({ folder: join(userDataFolder, 'drafts'), log }) })
  const projects = createProjects({ userDataFolder, log })
  const jobs = createJobs({ projects, log })
  jobs.register(importFolderJob)
  jobs.register(createScoreJob({ models }))
  const files = createFileGuard({
    userDataFolder,
    project() {
      const open = projects.current.get()
      return open && { folder: open.folder, isOwnName: isProjectFileName }
    },
    models: () => listModelFiles(models.state.get()),
  })
  const recipes = createRecipeBook({ files })
  projects.onWillClose(async () => recipes.attach(null))
  void attachRecipes({ projects, recipes, log })
  // A snapshot, so that all columns fit each other while an import adds documents.
  const tuning = createTuning({ project: () => projects.current.get()?.snapshot() })
  const getDecisions = () => tuning.decide(recipes.cuts())
  jobs.register(createExportJob({ getDecisions, files }))
  const browser = createDocumentBrowser({ getProject: () => projects.getOpen('see its documents'), getDecisions })
  return { settings, models, completion, openTexts, projects, jobs, recipes, tuning, browser, files }
}

/** Ends with the process: the recipe follows whatever project is open. */
async function attachRecipes({ projects, recipes, log }: { projects: Projects; recipes: RecipeBook; log: Log }): Promise<void> {
  for await (const project of projects.current.watch()) {
    if (!project) continue
    try {
      recipes.attach({
        store: createRecipeStore(project.database),
        defaultName: project.state.get().name,
        assertInPlace: project.assertInPlace,
        onDidChangeCuts: () => project.markChanged(),
      })
    } catch (error) {
      // Damage that opening the project did not find. Its documents can be seen; the recipe counts as missing.
      recipes.attach(null)
      log.error('the recipe of the project cannot be read', { folder: project.folder, reason: String(error) })
    }
  }
}

function createRouter({ host }: EngineConfig, services: Services) {
  const { settings, models, completion, openTexts, projects, jobs, recipes, tuning, browser, files } = services
  return {
    host: createHostRouter({ host }),
    settings: createSettingsRouter({ settings }),
    workspace: createWorkspaceRouter({ files }),
    openTexts: createOpenTextsRouter({ openTexts }),
    dataset: createDatasetRouter({ projects, jobs, browser, files }),
    jobs: createJobsRouter({ jobs }),
    curation: createCurationRouter({
      jobs,
      models,
      assertOpen: (meant) => void projects.getOpen('score its documents', meant),
    }),
    recipe: createRecipeRouter({ recipes, assertOpen: (meant) => void projects.getOpen('change its recipe', meant) }),
    tuning: createTuningRouter({ tuning }),
    models: createModelsRouter({ models }),
    completion: createCompletionRouter({ completion, openTexts }),
  }
}

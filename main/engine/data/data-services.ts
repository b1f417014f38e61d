import { join } from 'node:path'
import { enhanceRouter } from '@orpc/server'
import { documentQuery } from '#contracts/dataset'
import { createCurationRouter } from '../curation/curation-router.ts'
import { createDuplicatesRouter } from '../curation/duplicates/duplicates-router.ts'
import { createTrainLanguageModelJob } from '../curation/language-model/train-language-model-job.ts'
import { createRateJob } from '../curation/rating/rate-documents.ts'
import { createRecipeBook, type RecipeBook } from '../curation/recipe/recipe-book.ts'
import { listRulesBefore, readDemands } from '../curation/recipe/recipe-demands.ts'
import { createRecipeRouter } from '../curation/recipe/recipe-router.ts'
import { createRecipeStore } from '../curation/recipe/recipe-store.ts'
import { parseRecipe } from '../curation/recipe/recipe-yaml.ts'
import { createCurateJob } from '../curation/run/curate-job.ts'
import { listFindings } from '../curation/run/list-findings.ts'
import { createRunStore } from '../curation/run/run-store.ts'
import { getStepResults } from '../curation/run/step-results.ts'
import { createStepStore } from '../curation/run/step-store.ts'
import type { ScoringModels } from '../curation/score-model.ts'
import { createScoreJob } from '../curation/score-with-model.ts'
import { steps } from '../curation/steps/steps.ts'
import { createDatasetRouter } from '../dataset/dataset-router.ts'
import { createDocumentBrowser } from '../dataset/documents/document-browser.ts'
import { createExportJob } from '../dataset/export/export-job.ts'
import { createExportsRouter } from '../dataset/export/exports-router.ts'
import type { ExportedRecipe } from '../dataset/export/manifest.ts'
import { importJob } from '../dataset/importers/import-job.ts'
import { createImportsRouter } from '../dataset/importers/imports-router.ts'
import type { OpenProject } from '../dataset/project/project.ts'
import { isProjectFileName } from '../dataset/project/project-file.ts'
import { createProjects, type Projects } from '../dataset/project/projects.ts'
import { createExportLabelsJob } from '../dataset/review/export-labels.ts'
import { createImportLabelsJob } from '../dataset/review/import-labels.ts'
import { createProjectLabels } from '../dataset/review/project-labels.ts'
import { createReview } from '../dataset/review/review.ts'
import { createReviewRouter } from '../dataset/review/review-router.ts'
import { indexJob } from '../dataset/search/index/index-job.ts'
import { keepIndexed } from '../dataset/search/index/keep-indexed.ts'
import { expectFailures } from '../expected-failures.ts'
import { createJobs } from '../jobs/jobs.ts'
import { createJobsRouter } from '../jobs/jobs-router.ts'
import { openWorkbenchHome } from '../jobs/workbench-home.ts'
import { listModelFiles } from '../models/model-parts.ts'
import { createFileGuard } from '../platform/file-guard.ts'
import type { Log } from '../platform/log.ts'
import { getProjectColumns } from '../tuning/rules/project-columns.ts'
import { createTuning } from '../tuning/tuning.ts'
import { createTuningRouter } from '../tuning/tuning-router.ts'
import { countRules } from './count-rules.ts'
import { followRecipeSteps } from './follow-recipe-steps.ts'

export interface DataServicesOptions {
  readonly userDataFolder: string
  readonly programVersion: string
  readonly models: ScoringModels
  readonly log: Log
}

/** What works on projects: everything that the data thread serves. */
export interface DataServices extends AsyncDisposable {
  readonly router: ReturnType<typeof createRouter>
}

/** Constructs every service of the data thread. The only place that constructs them. */
export function openDataServices(options: DataServicesOptions): DataServices {
  const services = createServices(options)
  const { projects, jobs, labels, recipes } = services
  return {
    router: createRouter(options, services),
    async [Symbol.asyncDispose]() {
      // The last is the first to go, and one that fails keeps none of the others open.
      await using stack = new AsyncDisposableStack()
      // Saves of recipes end before the project that notes them is closed.
      for (const service of [jobs, labels, projects, recipes]) stack.use(service)
    },
  }
}

function createServices({ userDataFolder, programVersion, models, log }: DataServicesOptions) {
  const projects = createProjects({ userDataFolder, log })
  const jobs = createJobs({ projects, workbench: openWorkbenchHome({ userDataFolder, log }), log })
  jobs.register(importJob)
  jobs.register(indexJob)
  const startIndexing = (project: string) => {
    const left = jobs.list.get().find(({ kind, state }) => kind === 'index' && !['done', 'failed', 'cancelled'].includes(state))
    if (left?.state === 'interrupted') jobs.resume(left.id, project)
    else if (!left) jobs.start({ kind: 'index', title: 'Index texts for search', parameters: {}, project })
  }
  void keepIndexed({ projects, startJob: startIndexing, log })
  jobs.register(createScoreJob({ models }))
  const files = createFileGuard({
    userDataFolder,
    project() {
      const open = projects.current.get()
      return open && { folder: open.folder, isOwnName: isProjectFileName }
    },
    models: async () => listModelFiles(await models.fetchState()),
  })
  const recipes = createRecipeBook({ files })
  projects.onWillClose(async () => recipes.attach(null))
  void attachRecipes({ projects, recipes, log })
  void followRecipeSteps({ projects, recipes, log })
  // A snapshot, so that all columns fit each other while an import adds documents.
  const tuning = createTuning({
    project() {
      const open = projects.current.get()
      return open && getProjectColumns(open, getStepResults(open))
    },
  })
  const getDecisions = () => tuning.decide(recipes.rules())
  const labels = createProjectLabels({ current: projects.current, log })
  const browser = createDocumentBrowser({
    getProject: () => projects.getOpen('see its documents'),
    getDecisions,
    loadLabels: labels.load,
    listFindings: (documentId, signal) => listFindings(projects.getOpen('see its documents'), documentId, signal),
  })
  const getRecipe = (project: OpenProject) => describeRecipe(recipes, project)
  jobs.register(createExportJob({ getDecisions, getRecipe, browser, labels, files, programVersion }))
  const select = (text: string, signal: AbortSignal) =>
    browser.select({ query: documentQuery.parse({ text }), sort: null }, signal)
  jobs.register(createRateJob({ models, select: (query, signal) => browser.select({ query, sort: null }, signal) }))
  jobs.registerOfWorkbench(
    createTrainLanguageModelJob({
      async select(projectFolder, query, signal) {
        projects.getOpen('train on its documents', projectFolder)
        return select(query, signal)
      },
      files,
      temporaryFolder: join(userDataFolder, 'temporary'),
    }),
  )
  jobs.register(
    createCurateJob({
      steps,
      models,
      stepsModule: null,
      select,
      async stillKept({ recipe, readers, unfinished }, signal) {
        const before = listRulesBefore(parseRecipe(recipe), readers, unfinished)
        return before.length === 0 ? null : tuning.decide(before).kept(signal)
      },
      countRules: (counted, signal) =>
        countRules({ tuning, project: projects.getOpen('count what its rules do') }, counted, signal),
    }),
  )
  jobs.register(createExportLabelsJob({ labels, files }))
  jobs.register(createImportLabelsJob({ labels }))
  const review = createReview({ projects, labels, browser, getRecipeText: () => recipes.current()?.text ?? '' })
  return { projects, jobs, recipes, tuning, labels, browser, review, files }
}

function describeRecipe(recipes: RecipeBook, { database }: OpenProject): ExportedRecipe {
  const current = recipes.current()
  const lastRun = createRunStore(database).findLastEnded()
  return {
    name: current?.recipe.name ?? '',
    text: current?.text ?? '',
    rules: recipes.rules(),
    steps: createStepStore(database)
      .list()
      .map(({ kind, config }) => ({ step: kind, version: config.version })),
    lastRun: lastRun ? { endedAt: new Date(lastRun.endedAt), recipe: lastRun.recipe } : null,
  }
}

/** Ends with the thread: the recipe follows whatever project is open. */
async function attachRecipes({ projects, recipes, log }: { projects: Projects; recipes: RecipeBook; log: Log }): Promise<void> {
  for await (const project of projects.current.watch()) {
    if (!project) continue
    try {
      recipes.attach({
        store: createRecipeStore(project.database),
        defaultName: project.state.get().name,
        assertInPlace: project.assertInPlace,
        onDidChangeRules: () => project.markRecipeChanged(),
      })
    } catch (error) {
      // Damage that opening the project did not find. Its documents can be seen; the recipe counts as missing.
      recipes.attach(null)
      log.error('the recipe of the project cannot be read', { folder: project.folder, reason: String(error) })
    }
  }
}

function createRouter({ models }: DataServicesOptions, services: ReturnType<typeof createServices>) {
  const { projects, jobs, recipes, tuning, labels, browser, review, files } = services
  const router = {
    dataset: createDatasetRouter({ projects, browser }),
    imports: createImportsRouter({ projects, jobs, files }),
    exports: createExportsRouter({ getProject: (meant) => projects.getOpen('export its documents', meant), jobs, files }),
    jobs: createJobsRouter({ jobs, files }),
    curation: createCurationRouter({
      jobs,
      files,
      models,
      steps,
      getRecipeText: () => recipes.current()?.text ?? '',
      readRecipe: readDemands,
      getProject: projects.getOpen,
      assertOpen: (meant) => void projects.getOpen('score its documents', meant),
    }),
    duplicates: createDuplicatesRouter({
      getProject: (attempt) => projects.getOpen(attempt),
      getRules: recipes.rules,
      decide: tuning.decide,
    }),
    recipe: createRecipeRouter({ recipes, assertOpen: (meant) => void projects.getOpen('change its recipe', meant) }),
    review: createReviewRouter({ review, labels, projects, jobs, files, getRules: recipes.rules }),
    tuning: createTuningRouter({ tuning }),
  }
  return enhanceRouter(router, {
    middlewares: [expectFailures({ projects })],
    errorMap: {},
    tags: [],
    dedupeLeadingMiddlewares: false,
  })
}

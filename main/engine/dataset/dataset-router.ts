import { implement } from '@orpc/server'
import { datasetContract } from '#contracts/dataset'
import type { DocumentBrowser } from './documents/document-browser.ts'
import type { Projects } from './project/projects.ts'

/** More would not be read in the list below the query bar. */
const maxCompletedRepos = 20

/** Serves the dataset contract. */
export function createDatasetRouter(options: { projects: Projects; browser: DocumentBrowser }) {
  const { projects, browser } = options
  const os = implement(datasetContract)
  return os.router({
    recentProjects: os.recentProjects.handler(() => projects.listRecent()),
    createProject: os.createProject.handler(({ input }) => projects.create(input.folder, input.name)),
    openProject: os.openProject.handler(({ input }) => projects.open(input.folder)),
    closeProject: os.closeProject.handler(({ input }) => projects.close(input.project)),
    watchProject: os.watchProject.handler(({ signal }) => projects.state.watch(signal)),
    sources: os.sources.handler(() => projects.getOpen('see its sources').listSources()),
    signals: os.signals.handler(() => [...projects.getOpen('see its signals').listSignals()]),
    page: os.page.handler(({ input, signal }) => browser.page(input, signal)),
    locate: os.locate.handler(({ input, signal }) => browser.locate(input, signal)),
    facets: os.facets.handler(({ input, signal }) => browser.facets(input.query, signal)),
    completeRepos: os.completeRepos.handler(({ input, signal }) =>
      projects.getOpen('see its repositories').repositories.complete(input.part, maxCompletedRepos, signal),
    ),
    findMatches: os.findMatches.handler(async ({ input, signal }) => ({
      matches: await browser.findMatches(input.documentId, input.text, signal),
    })),
    sample: os.sample.handler(({ input, signal }) => browser.sample(input.documentId, signal)),
  })
}

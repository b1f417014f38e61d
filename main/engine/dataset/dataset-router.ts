import { basename } from 'node:path'
import { implement } from '@orpc/server'
import { datasetContract } from '#contracts/dataset'
import { resolveFolder } from '../platform/resolve-folder.ts'
import type { DocumentBrowser } from './documents/document-browser.ts'
import type { Projects } from './project/projects.ts'

/** Starts what `importFolderWork` does, and gives the id of the job. */
export interface DatasetJobs {
  start(job: { kind: 'import'; title: string; parameters: unknown; project: string | null }): number
}

/** Serves the dataset contract. */
export function createDatasetRouter(options: { projects: Projects; jobs: DatasetJobs; browser: DocumentBrowser }) {
  const { projects, jobs, browser } = options
  const os = implement(datasetContract)
  return os.router({
    recentProjects: os.recentProjects.handler(() => projects.listRecent()),
    createProject: os.createProject.handler(({ input }) => projects.create(input.folder, input.name)),
    openProject: os.openProject.handler(({ input }) => projects.open(input.folder)),
    closeProject: os.closeProject.handler(({ input }) => projects.close(input.project)),
    watchProject: os.watchProject.handler(({ signal }) => projects.state.watch(signal)),
    importFolder: os.importFolder.handler(async ({ input }) => {
      projects.getOpen('import into it', input.project)
      const folder = await resolveFolder(input.folder)
      const title = `Import ${basename(folder) || folder}`
      const parameters = { folder, maxFileBytes: input.maxFileBytes }
      return { jobId: jobs.start({ kind: 'import', title, parameters, project: input.project }) }
    }),
    sources: os.sources.handler(() => projects.getOpen('see its sources').listSources()),
    signals: os.signals.handler(() => [...projects.getOpen('see its signals').listSignals()]),
    page: os.page.handler(({ input, signal }) => browser.page(input, signal)),
    facets: os.facets.handler(({ input, signal }) => browser.facets(input.query, signal)),
    findMatches: os.findMatches.handler(async ({ input, signal }) => ({
      matches: await browser.findMatches(input.documentId, input.text, signal),
    })),
    sample: os.sample.handler(({ input, signal }) => browser.sample(input.documentId, signal)),
  })
}

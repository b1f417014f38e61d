import path from 'node:path'
import { implement } from '@orpc/server'
import { datasetContract, type Sample } from '#contracts/dataset'
import type { Jobs } from '../jobs/jobs.ts'
import type { DocumentSets } from './document-set.ts'
import type { Projects } from './projects.ts'
import { readSample } from './sample.ts'

export function createDatasetRouter(deps: {
  projects: Projects
  jobs: Jobs
  documents: DocumentSets
  /** Every bound of the recipe in force that a document falls outside of. */
  findHits: (documentId: number) => Promise<Sample['hits']>
}) {
  const { projects, jobs, documents, findHits } = deps
  const os = implement(datasetContract)
  return os.router({
    recentProjects: os.recentProjects.handler(() => projects.listRecent()),
    createProject: os.createProject.handler(({ input }) => projects.create(input.folder, input.name)),
    openProject: os.openProject.handler(({ input }) => projects.open(input.folder)),
    closeProject: os.closeProject.handler(() => projects.close()),
    watchProject: os.watchProject.handler(({ signal }) => projects.state.watch(signal)),
    importFolder: os.importFolder.handler(({ input }) => {
      const folder = path.resolve(input.folder)
      return { jobId: jobs.start({ kind: 'import', title: `Import ${path.basename(folder)}`, parameters: { ...input, folder } }) }
    }),
    sources: os.sources.handler(() => projects.getOpen('see its sources').listSources()),
    signals: os.signals.handler(() => [...projects.getOpen('see its signals').listSignals()]),
    page: os.page.handler(({ input }) => documents.getCurrent().page(input)),
    facets: os.facets.handler(({ input }) => documents.getCurrent().facets(input.query)),
    sample: os.sample.handler(async ({ input }) => {
      const project = projects.getOpen('read its documents')
      return { ...(await readSample(project, input.documentId)), hits: await findHits(input.documentId) }
    }),
    exportDocuments: os.exportDocuments.handler(({ input }) => {
      const file = path.resolve(input.file)
      return { jobId: jobs.start({ kind: 'export', title: `Export to ${path.basename(file)}`, parameters: { ...input, file } }) }
    }),
  })
}

import { z } from 'zod'
import { formatBytes, formatPlural } from '#contracts/format-quantity'
import type { ProjectWork } from '../../project/project.ts'
import { getProjectFile } from '../../project/project-file.ts'
import { getIndexFile, measureIndex } from './index-file.ts'
import { createTextIndexer } from './text-indexer.ts'

const indexParameters = z.object({})

/** The job that lets searches know in which documents to look. It goes on from what is in the index, so a kill costs one segment at most. */
export const indexJob = {
  kind: 'index' as const,
  unit: 'documents' as const,
  // An import keeps the processor busy itself, and brings more to index.
  claims: ['processor'] as const,
  parameters: indexParameters,
  run: indexTexts,
}

async function indexTexts({ project, signal, progress, log }: ProjectWork<z.infer<typeof indexParameters>>): Promise<string> {
  const indexFile = getIndexFile(project.folder)
  await using indexer = createTextIndexer({ projectFile: getProjectFile(project.folder), indexFile }, log)
  let added = 0
  for (;;) {
    project.assertInPlace()
    const built = await indexer.next(signal)
    if (!built) break
    added = built.endId
    progress(added, Math.max(added, project.documentCount))
  }
  project.markColumnsChanged('now')
  const size = formatBytes(measureIndex(indexFile))
  return `The texts of ${formatPlural(Math.max(added, project.documentCount), 'document')} are indexed; the index takes ${size}.`
}

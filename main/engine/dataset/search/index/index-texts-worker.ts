import { openReadOnlyDatabase } from '../../../platform/sqlite.ts'
import { serveThread } from '../../../platform/threads/serve-thread.ts'
import { buildSegment } from './build-segment.ts'
import { openIndex } from './index-file.ts'
import { createPostingsBuilder } from './postings.ts'
import type { IndexedFiles, IndexingRequests } from './text-indexer.ts'

serveThread<IndexingRequests, IndexedFiles>(({ projectFile, indexFile }) => {
  const project = openReadOnlyDatabase(projectFile)
  const index = openIndex(indexFile, project)
  const postings = createPostingsBuilder()
  return {
    requests: {
      next: (_, { throwIfStopped }) => buildSegment({ project, index, postings, onDidAdd: throwIfStopped }),
    },
    close() {
      // What is in the log goes into the file, and the log goes.
      index.close()
      project.close()
    },
  }
})

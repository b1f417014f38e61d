import { parentPort, workerData } from 'node:worker_threads'
import { openReadOnlyDatabase } from '../../../platform/sqlite.ts'
import { buildSegment } from './build-segment.ts'
import { openIndex } from './index-file.ts'
import { createPostingsBuilder } from './postings.ts'
import type { IndexingReply, IndexingRequest, IndexingWorkerData } from './text-indexer.ts'

const port = parentPort
if (!port) throw new Error('This file runs as a worker thread only.')

const { projectFile, indexFile } = workerData as IndexingWorkerData
const project = openReadOnlyDatabase(projectFile)
const index = openIndex(indexFile, project)
const postings = createPostingsBuilder()

port.on('message', (request: IndexingRequest) => {
  if (request === 'close') {
    // What is in the log goes into the file, and the log goes.
    index.close()
    project.close()
    port.close()
    return
  }
  // An error ends the thread, and the one who asked hears of it.
  const reply: IndexingReply = buildSegment({ project, index, postings })
  port.postMessage(reply)
})

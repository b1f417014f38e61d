import { parentPort } from 'node:worker_threads'
import type { PrepareRequest } from './file-preparer.ts'
import { prepareFiles } from './prepare-files.ts'

const port = parentPort
if (!port) throw new Error('This file runs as a worker thread only.')

port.on('message', async ({ files, maxFileBytes }: PrepareRequest) => {
  // An error ends the thread, and the one who asked hears of it.
  port.postMessage(await prepareFiles(files, maxFileBytes))
})

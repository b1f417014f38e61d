import { parentPort } from 'node:worker_threads'
import type { PrepareCall, PrepareReply } from './file-preparer.ts'
import { prepareFiles } from './prepare-files.ts'

const port = parentPort
if (!port) throw new Error('This file runs as a worker thread only.')

port.on('message', async ({ id, files, maxFileBytes }: PrepareCall) => {
  // An error ends the thread, and the one who asked hears of it.
  const reply: PrepareReply = { id, prepared: await prepareFiles(files, maxFileBytes) }
  port.postMessage(reply)
})

import { parentPort } from 'node:worker_threads'
import { enterBackground } from '../../platform/background-thread.ts'
import { listBuffers } from './portion-packer.ts'
import type { PrepareCall, PrepareReply } from './portion-preparer.ts'
import { preparePortion } from './prepare-portion.ts'

const port = parentPort
if (!port) throw new Error('This file runs as a worker thread only.')
enterBackground()

port.on('message', async ({ id, request }: PrepareCall) => {
  // An error ends the thread, and the one who asked hears of it.
  const prepared = await preparePortion(request)
  const reply: PrepareReply = { id, prepared }
  port.postMessage(reply, listBuffers(prepared.documents))
})

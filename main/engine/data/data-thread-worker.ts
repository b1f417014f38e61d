import { parentPort, workerData } from 'node:worker_threads'
import { implement } from '@orpc/server'
import { dataThreadContract } from '#contracts/data-thread'
import type { scoringContract } from '#contracts/scoring'
import { connect } from '#contracts/wire/connect'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { serve } from '#contracts/wire/serve'
import { createBugReport } from '../platform/bug-report.ts'
import type { Log } from '../platform/log.ts'
import { openDataServices } from './data-services.ts'
import type { DataThreadData, DataThreadMessage } from './data-thread.ts'
import { createRemoteModels } from './remote-models.ts'

const port = parentPort
if (!port) throw new Error('This file runs as a worker thread only.')
const { userDataFolder, programVersion, servedPort, scoringPort } = workerData as DataThreadData

const write =
  (level: keyof Log) =>
  (message: string, fields: Record<string, unknown> = {}) =>
    port.postMessage({ level, message, fields } satisfies DataThreadMessage)
const log: Log = { info: write('info'), warn: write('warn'), error: write('error') }

const models = createRemoteModels(connect<typeof scoringContract>(createMessagePortWire(scoringPort)))
const services = openDataServices({ userDataFolder, programVersion, models, log })
const { stop } = implement(dataThreadContract)
const router = {
  ...services.router,
  stop: stop.handler(async () => {
    await services[Symbol.asyncDispose]()
    await models[Symbol.asyncDispose]()
  }),
}
serve(router, createMessagePortWire(servedPort), createBugReport(log))

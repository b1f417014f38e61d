// The entry of the engine's utility process.
import { serve } from '#contracts/wire/serve'
import { createEngine } from '#engine/engine'
import { createLog } from '#engine/platform/log'
import { createCommandStream } from './command-stream.ts'
import { createParentPortClient } from './parent-port-client.ts'
import type { EngineConfiguration } from './process-messages.ts'

const parent = createParentPortClient(process.parentPort)
const commands = createCommandStream()
const configured = Promise.withResolvers<EngineConfiguration>()
const starting = configured.promise.then(start)

// Listening comes before anything that waits: a page's port may be the second message.
parent.listen({
  onConfigure: configured.resolve,
  onRendererPort: (wire) => void starting.then((engine) => serve(engine.router, wire, engine.reportBug)),
  onCommand: commands.emit,
  onStop: () => void stop(),
})

async function start(configuration: EngineConfiguration) {
  const { userDataFolder, bundledModelsFolder, sampleFile, host, logFile } = configuration
  const log = createLog({ file: logFile })
  // The process ends after this in any case; the app's process then starts it again.
  process.on('uncaughtExceptionMonitor', (error) => log.error('The engine stopped', { stack: error.stack }))
  const engine = await createEngine({
    userDataFolder,
    bundledModelsFolder,
    sampleFile,
    host: { info: host, pickPath: parent.pickPath, showFile: parent.showFile, watchCommands: commands.watch },
    inference: { launch: parent.launchInference },
    log,
  })
  engine.loadInitialModel()
  // Before a page can open a project of its own.
  await engine.offerSample()
  return engine
}

async function stop(): Promise<void> {
  const engine = await starting
  await engine[Symbol.asyncDispose]()
  process.exit(0)
}

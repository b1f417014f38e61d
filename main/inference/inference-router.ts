import { implement } from '@orpc/server'
import type { Llama } from 'node-llama-cpp'
import { inferenceContract } from '#contracts/inference'
import type { LoadedModel, LoadStage } from '#contracts/models'
import { createEventQueue } from './event-queue.ts'
import { detectBackends, getDeviceName, isSupportedArchitecture, openBackend } from './llama.ts'
import { describeModelFile } from './model-file.ts'
import { getModelFit } from './model-fit.ts'
import { proveBackend } from './prove-backend.ts'
import { createSession } from './session.ts'

type LoadEvent = { type: 'progress'; stage: LoadStage; progress: number } | { type: 'ready'; model: LoadedModel }

/** Serves the inference contract with one llama.cpp and one model. Without `open` it uses the CPU. */
export function createInferenceRouter() {
  let opening: Promise<Llama> | null = null
  const getLlama = () => (opening ??= openBackend('cpu'))
  const session = createSession(getLlama)

  const os = implement(inferenceContract)
  return os.router({
    detect: os.detect.handler(detectBackends),
    prove: os.prove.handler(async ({ input }) => ({ device: await proveBackend(input.backend, input.file) })),
    open: os.open.handler(async ({ input }) => {
      const llama = await openBackend(input.backend)
      opening = Promise.resolve(llama)
      return { device: await getDeviceName(llama), cores: llama.cpuMathCores }
    }),
    inspect: os.inspect.handler(async ({ input }) => {
      const llama = await getLlama()
      return describeModelFile(input.file, input.bundled, (architecture) => isSupportedArchitecture(llama, architecture))
    }),
    fit: os.fit.handler(async ({ input }) => getModelFit(await getLlama(), input.file, session.getReclaimable())),
    load: os.load.handler(async function* ({ input, signal }) {
      const queue = createEventQueue<LoadEvent>()
      session
        .load(input.file, (stage, progress) => queue.push({ type: 'progress', stage, progress }), signal)
        .then(({ info }) => {
          queue.push({ type: 'ready', model: info })
          queue.end()
        }, queue.fail)
      yield* queue
    }),
    unload: os.unload.handler(() => session.unload()),
    infill: os.infill.handler(({ input, signal }) => session.infill(input, signal)),
    score: os.score.handler(({ input: { texts, ...reach }, signal }) => session.score(texts, reach, signal)),
    scoreTokens: os.scoreTokens.handler(({ input: { text, ...reach }, signal }) => session.scoreTokens(text, reach, signal)),
    weighChoices: os.weighChoices.handler(({ input: { texts, ...question }, signal }) =>
      session.weighChoices(texts, question, signal),
    ),
  })
}

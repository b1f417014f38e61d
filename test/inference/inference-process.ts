import { fileURLToPath } from 'node:url'
import type { InferenceClient, InfillEvent, InfillRequest, inferenceContract } from '#contracts/inference'
import type { LoadedModel } from '#contracts/models'
import { connect } from '#contracts/wire/connect'
import { createForkLauncher, type InferenceProcess } from '#engine/platform/inference'

export const tinyModel = fileURLToPath(new URL('../support/gguf/codeshell-tiny.gguf', import.meta.url))

/** The real inference process with a client, for tests. */
export interface TestProcess extends AsyncDisposable {
  readonly process: InferenceProcess
  readonly client: InferenceClient
}

export async function openInferenceProcess(): Promise<TestProcess> {
  const process = await createForkLauncher({ entry: new URL('../../main/inference/main.ts', import.meta.url) }).launch()
  return {
    process,
    client: connect<typeof inferenceContract>(process.wire),
    async [Symbol.asyncDispose]() {
      process.wire.close()
      await process.exited
    },
  }
}

export async function loadModel(client: InferenceClient, file: string): Promise<LoadedModel> {
  for await (const event of await client.load({ file })) if (event.type === 'ready') return event.model
  throw new Error('The load ended without a model.')
}

/** Reads an infill to its end. `end` is null when another call took the model away. */
export async function readInfill(client: InferenceClient, request: InfillRequest) {
  let text = ''
  let end: Extract<InfillEvent, { type: 'end' }> | null = null
  for await (const event of await client.infill(request)) {
    if (event.type === 'tokens') text += event.tokens.map((token) => token.text).join('')
    if (event.type === 'end') end = event
  }
  return { text, end }
}

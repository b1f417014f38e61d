import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { LoadedModel } from '#contracts/models'

/** llama.cpp's own server with the model and the threads that the workbench uses. */
export interface LlamaServer extends AsyncDisposable {
  /** Milliseconds from the request until the first token of `/infill` is here. */
  measureFirst(text: { prefix: string; suffix: string }): Promise<number>
}

/**
 * Batches of 1,024 tokens are what the server's documentation advises for completion in editors: it gives three quarters of a batch to
 * the text before the cursor and a quarter to the text after it.
 */
export async function startLlamaServer(executable: string, model: LoadedModel): Promise<LlamaServer> {
  const port = await findFreePort()
  const { reading, generating } = model.threads
  const args = [
    '--model',
    model.file,
    '--ctx-size',
    '2048',
    '--batch-size',
    '1024',
    '--ubatch-size',
    '1024',
    '--parallel',
    '1',
    '--cache-reuse',
    '256',
  ]
  args.push('--threads', String(generating), '--threads-batch', String(reading), '--host', '127.0.0.1', '--port', String(port))
  const server = spawn(executable, args, { stdio: 'ignore' })
  const address = `http://127.0.0.1:${port}`
  const ended = once(server, 'exit')
  let isReady = false
  while (!isReady) {
    if (server.exitCode !== null) throw new Error(`${executable} ended with ${server.exitCode} before it was ready.`)
    await wait(100)
    // Nobody listens yet.
    isReady = await fetch(`${address}/health`)
      .then(({ ok }) => ok)
      .catch(() => false)
  }
  return {
    async measureFirst({ prefix, suffix }) {
      const startedAt = performance.now()
      const lineStart = prefix.lastIndexOf('\n') + 1
      const body = {
        input_prefix: prefix.slice(0, lineStart),
        prompt: prefix.slice(lineStart),
        input_suffix: suffix,
        n_predict: 1,
        temperature: 0,
        samplers: ['temperature'],
        cache_prompt: true,
        stream: true,
      }
      const response = await fetch(`${address}/infill`, { method: 'POST', body: JSON.stringify(body) })
      if (!response.ok) throw new Error(`llama-server answered ${response.status}: ${await response.text()}`)
      let firstMs = Number.NaN
      for await (const _ of response.body ?? []) {
        if (Number.isNaN(firstMs)) firstMs = performance.now() - startedAt
      }
      return firstMs
    },
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM')
      await ended
    },
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return address.port
}

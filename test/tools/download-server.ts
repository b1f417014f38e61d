import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A download server on this machine. Every request is answered by `answer`; what was asked is kept. */
export async function openDownloadServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const requests: { url: string; range: string | undefined }[] = []
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', range: request.headers.range })
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    mirror: `http://127.0.0.1:${port}/`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers with the whole file, or with the part that was asked for. */
export function sendFile(content: Buffer, request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  if (start >= content.length) return void response.writeHead(416).end()
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': content.length - start })
  response.end(content.subarray(start))
}

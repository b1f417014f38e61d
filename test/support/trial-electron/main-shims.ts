// What the app's process uses and Electron 22 with Node 16 lacks. It runs before the app and knows nothing of it.
import { Readable } from 'node:stream'
import { app, protocol } from 'electron'

/** The little of a Response that a protocol handler returns. */
class FileResponse {
  readonly body: Readable | null
  readonly status: number
  readonly headers: Record<string, string>

  constructor(body: Readable | null, { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {}) {
    this.body = body
    this.status = status
    this.headers = headers
  }
}

type Handler = (request: { url: string; method: string }) => FileResponse | Promise<FileResponse>

/** `protocol.handle` came with Electron 25. */
function handle(scheme: string, handler: Handler): void {
  const isRegistered = protocol.registerStreamProtocol(scheme, async (request, respond) => {
    const { body, status, headers } = await handler(request)
    respond({ statusCode: status, headers, data: body ?? Readable.from([]) })
  })
  if (!isRegistered) throw new Error(`The scheme ${scheme} could not be registered.`)
}

/** `will-frame-navigate` came with Electron 24, and tells of the page itself what `will-navigate` tells. */
function tellOfFrameNavigation(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', (event, url) => {
      contents.emit('will-frame-navigate', { url, preventDefault: () => event.preventDefault() })
    })
  })
}

// Electron would show it in a window and wait for a person.
process.on('uncaughtException', (error) => {
  console.error(error)
  app.exit(70)
})
if (!('handle' in protocol)) {
  Object.assign(protocol, { handle })
  Object.assign(globalThis, { Response: FileResponse })
  // A stream of Node is what registerStreamProtocol takes, so there is nothing to turn into one of the web.
  Object.assign(Readable, { toWeb: (stream: Readable) => stream })
  tellOfFrameNavigation()
}

import type { Route } from 'playwright-core'
import { toAppUrl } from './chromium.ts'

type Handler = (request: Request) => Response | Promise<Response>

const handlers = new Map<string, Handler>()
const privileged = new Map<string, Electron.Privileges>()

/** The app's own schemes. */
export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    for (const { scheme, privileges } of schemes) privileged.set(scheme, privileges ?? {})
  },
  handle(scheme: string, handler: Handler): void {
    // Pages of this stand-in are ordinary secure origins, which an app only gets by asking for it.
    const privileges = privileged.get(scheme)
    if (!privileges?.standard || !privileges.secure) throw new Error(`"${scheme}" was not registered as standard and secure.`)
    handlers.set(scheme, handler)
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged'> & { handle: unknown }

/** Answers a request of a page from the app's handler; whatever has none finds no network. */
export async function answerFromProtocol(route: Route): Promise<void> {
  const request = route.request()
  const url = toAppUrl(request.url())
  const handler = handlers.get(new URL(url).protocol.slice(0, -1))
  if (!handler) return route.abort('blockedbyclient')
  const response = await handler(new Request(url, { method: request.method(), headers: await request.allHeaders() }))
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  })
}

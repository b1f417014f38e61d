import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { protocol } from 'electron'
import { contentSecurityPolicy } from '../static/content-security-policy.ts'
import { resolveStaticFile } from '../static/static-files.ts'

const scheme = 'app'
const host = 'workbench'

/** The one page of the program. */
export const workbenchUrl = `${scheme}://${host}/index.html`

/** Makes `app:` an origin like `https:`, with storage, modules, workers and fetch. Only possible before the app is ready. */
export function registerWorkbenchScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ])
}

/** Answers `app://workbench/…` with the files of one folder. */
export function handleWorkbenchProtocol({ rendererFolder }: { rendererFolder: string }): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url)
    if (url.host !== host || request.method !== 'GET') return new Response(null, { status: 404 })
    const found = await resolveStaticFile({ root: rendererFolder, urlPath: url.pathname })
    if (!found) return new Response(null, { status: 404 })
    return new Response(Readable.toWeb(createReadStream(found.file)) as ReadableStream, {
      headers: {
        ...found.headers,
        'content-length': String(found.sizeBytes),
        'content-security-policy': contentSecurityPolicy({ connect: [] }),
      },
    })
  })
}

/** Whether a URL belongs to the program itself. `URL.origin` says `null` for this scheme outside of a page, so the parts are compared. */
export function isWorkbenchUrl(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed?.protocol === `${scheme}:` && parsed.host === host
}

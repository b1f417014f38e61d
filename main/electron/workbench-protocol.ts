import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { protocol } from 'electron'
import { contentSecurityPolicy } from '../static/content-security-policy.ts'
import { resolveStaticFile } from '../static/static-files.ts'
import { isWorkbenchUrl, workbenchScheme } from './workbench-url.ts'

/** Makes `app:` an origin like `https:`, with storage, modules, workers and fetch. Only possible before the app is ready. */
export function registerWorkbenchScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: workbenchScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

/** Answers `app://workbench/…` with the files of one folder. */
export function handleWorkbenchProtocol({ rendererFolder }: { rendererFolder: string }): void {
  protocol.handle(workbenchScheme, async (request) => {
    if (!isWorkbenchUrl(request.url) || request.method !== 'GET') return new Response(null, { status: 404 })
    const found = await resolveStaticFile({ root: rendererFolder, urlPath: new URL(request.url).pathname })
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

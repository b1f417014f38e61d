import { createReadStream } from 'node:fs'
import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { resolveStaticFile } from '../static/static-files.ts'
import type { Access } from './access.ts'

/** On every answer, whatever it is: no other page may hold on to this one, and nothing is taken for what it does not say it is. */
export const securityHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

/** What a page request is answered from. */
export interface PageSource {
  access: Access
  /** Content security policy of every page. */
  policy: string
  /** Folder of the built renderer. */
  rendererFolder: string
  logRefusal: (line: string) => void
  /** Called after the address was used, with the next one. */
  onDidOpen: (address: string) => void
}

/** Answers one request for a page or a file of one. */
export async function answer(request: IncomingMessage, response: ServerResponse, source: PageSource): Promise<void> {
  const { access, policy, rendererFolder } = source
  const send = (status: number, headers: OutgoingHttpHeaders, body = '') => {
    const text = body === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' }
    response.writeHead(status, { ...securityHeaders, 'cache-control': 'no-store', ...text, ...headers }).end(body)
  }
  const refuse = (reason: string) => {
    source.logRefusal(refusalLine(request, reason))
    send(
      403,
      {},
      'This address does not open the workbench. Open the one that "codeshell serve" printed last; each works once.\n',
    )
  }
  const names = access.checkNames(request)
  if (names !== null) return refuse(names)
  // A HEAD that brought a token would use it up for nobody.
  if (request.method !== 'GET') return send(405, { allow: 'GET' })
  const target = request.url ?? ''
  // The other form of a target, with a host in it, is for proxies.
  const url = /^\/(?!\/)/.test(target) ? URL.parse(target, `http://${access.pageHost}`) : null
  if (!url) return refuse('malformed address')

  const token = url.searchParams.get('token')
  const site = access.checkSite(request, token)
  if (site !== null) return refuse(site)
  if (access.isMisnamed(request)) {
    if (token === null || !access.isToken(token)) return refuse('a browser under a name that it shares with other servers')
    return send(307, { location: access.address })
  }
  const session = access.checkSession(request)
  if (token !== null) {
    if (access.isToken(token)) {
      send(200, { 'set-cookie': access.exchange(request), ...html, 'content-security-policy': policy }, openedPage)
      source.onDidOpen(access.address)
      return
    }
    return session === null ? send(303, { location: '/' }) : refuse('wrong or used token')
  }
  if (session !== null) return refuse(session)
  const file = await resolveStaticFile({ root: rendererFolder, urlPath: url.pathname })
  if (!file) return send(404, {}, 'Not found\n')
  response.writeHead(200, {
    ...file.headers,
    ...securityHeaders,
    'content-length': file.sizeBytes,
    'content-security-policy': policy,
  })
  await pipeline(createReadStream(file.file), response)
}

const html = { 'content-type': 'text/html; charset=utf-8' }

/**
 * Goes on to the workbench. A redirect would not do: it counts as part of the link or file that opened the address, and a strict cookie
 * is not sent along with what another site began. Without the empty icon the browser asks for one, which is not there.
 */
const openedPage =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/"><link rel="icon" href="data:,"><title>CodeShell Workbench</title></html>\n'

/** An answer on a connection that has no response object: one that was to be a socket, or that sent no request at all. */
export function rawAnswer(status: number): string {
  const headers = { ...securityHeaders, connection: 'close', 'content-length': 0 }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`
}

/** A line for the log, without the query: it may hold a token. */
export function refusalLine(request: IncomingMessage, reason: string): string {
  return `refused ${request.method} ${(request.url ?? '/').replace(/\?.*/s, '')}: ${reason}`
}

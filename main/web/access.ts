import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Why a request is refused, in words for the log; null when it may pass. */
export type Refusal = string | null

/**
 * Decides who may talk to the loopback host. Other programs and web pages on the machine can reach 127.0.0.1 too, so each request must
 * name this host, come from this origin, and carry the cookie that was given in exchange for the opened address.
 *
 * A browser sends the cookies of a host to every port of that host, so to every other server on 127.0.0.1 that the person visits.
 * Pages are therefore opened under a name of their own below `localhost`, drawn at each start, which browsers resolve to this machine
 * by themselves and which is told to nobody without a token. Programs, which keep their cookies to themselves, may use 127.0.0.1.
 */
export function createAccess(options: { port: number }) {
  const pageHost = `codeshell-${randomBytes(10).toString('hex')}.localhost:${options.port}`
  // One session for each name: what was given under one opens nothing under another.
  const sessions = new Map(
    [pageHost, `127.0.0.1:${options.port}`, `localhost:${options.port}`].map((host) => [host, createSecret()]),
  )
  const cookieName = `codeshell_session_${options.port}`
  let token = createSecret()

  return {
    /** Host and port under which pages are served. */
    pageHost,

    /** The address to open. It works once; afterwards this names another. */
    get address(): string {
      return `http://${pageHost}/?token=${token}`
    },

    /** Checks the names under which the request was made: against DNS rebinding (Host) and against other pages (Origin). */
    checkNames(request: IncomingMessage): Refusal {
      const { host = '', origin } = request.headers
      if (request.headersDistinct.host?.length !== 1) return 'not one Host'
      if (!sessions.has(host)) return `foreign Host "${host}"`
      if (origin !== undefined && origin !== `http://${host}`) return `foreign Origin "${origin}"`
      return null
    },

    /**
     * Checks that no other site makes a browser ask. A link or a file that opens the address is such a site: its one request, for a
     * whole page and with a token, may pass.
     */
    checkSite(request: IncomingMessage, token: string | null): Refusal {
      const site = request.headers['sec-fetch-site']
      if (site === undefined || site === 'same-origin' || site === 'none') return null
      const { 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = request.headers
      return token !== null && mode === 'navigate' && destination === 'document' ? null : `foreign Sec-Fetch-Site "${site}"`
    },

    /** True for a browser under a name whose cookies it would send to other servers. */
    isMisnamed(request: IncomingMessage): boolean {
      const { host, 'sec-fetch-site': site, 'user-agent': agent = '' } = request.headers
      return host !== pageHost && (site !== undefined || agent.startsWith('Mozilla/'))
    },

    checkSession(request: IncomingMessage): Refusal {
      const given = findCookie(request.headers.cookie, cookieName)
      if (given === undefined) return 'no session cookie'
      return isSame(given, sessions.get(request.headers.host ?? '') ?? '') ? null : 'unknown session cookie'
    },

    isToken: (given: string) => isSame(given, token),

    /** Takes the token in exchange for the `Set-Cookie` header of a session under the name of the request. */
    exchange(request: IncomingMessage): string {
      token = createSecret()
      return `${cookieName}=${sessions.get(request.headers.host ?? '')}; HttpOnly; SameSite=Strict; Path=/`
    },
  }
}

export type Access = ReturnType<typeof createAccess>

function createSecret(): string {
  return randomBytes(32).toString('base64url')
}

function findCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

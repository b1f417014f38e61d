import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Why a request is refused, in words for the log; null when it may pass. */
export type Refusal = string | null

/**
 * Decides who may talk to the loopback host. Other programs and web pages on the machine can reach 127.0.0.1 too, so each
 * request must name this host, come from this origin, and carry the cookie that was given in exchange for the opened address.
 */
export function createAccess(options: { port: number }) {
  const hosts = new Set([`127.0.0.1:${options.port}`, `localhost:${options.port}`])
  const origins = new Set([...hosts].map((host) => `http://${host}`))
  // Cookies are shared by all ports of a host, hence the port in the name.
  const cookieName = `codeshell_session_${options.port}`
  const session = randomBytes(32).toString('base64url')
  let token = randomBytes(32).toString('base64url')

  return {
    /** The address to open. It works once; afterwards this names another. */
    get address(): string {
      return `http://127.0.0.1:${options.port}/?token=${token}`
    },

    /** Checks the names under which the request was made: against DNS rebinding (Host) and against other pages (Origin). */
    checkNames(request: IncomingMessage): Refusal {
      const { host, origin } = request.headers
      if (!host || !hosts.has(host)) return `foreign Host "${host ?? ''}"`
      if (origin !== undefined && !origins.has(origin)) return `foreign Origin "${origin}"`
      return null
    },

    checkSession(request: IncomingMessage): Refusal {
      const given = findCookie(request.headers.cookie, cookieName)
      if (given === undefined) return 'no session cookie'
      return isSame(given, session) ? null : 'unknown session cookie'
    },

    /** Takes a token in exchange for the `Set-Cookie` header of a session; undefined when it is wrong or used. */
    exchange(given: string): string | undefined {
      if (!isSame(given, token)) return undefined
      token = randomBytes(32).toString('base64url')
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`
    },
  }
}

export type Access = ReturnType<typeof createAccess>

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

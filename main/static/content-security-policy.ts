/**
 * The policy under which the interface runs, the same in every host.
 *
 * Nothing may be loaded or reached but the host itself. `connect` names further origins that the page may talk to, such as the
 * WebSocket origin of the browser host. Inline styles are allowed because Monaco and the virtual tables position by them; inline
 * scripts never are.
 */
export function contentSecurityPolicy({ connect }: { connect: readonly string[] }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "worker-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

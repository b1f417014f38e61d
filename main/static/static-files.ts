import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'

/** A file that may be served, and what its response says about it. The host adds its content security policy. */
export interface StaticFile {
  file: string
  sizeBytes: number
  headers: Record<string, string>
}

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/**
 * Finds the file that a URL names inside `root`, or null when there is none that may be served.
 *
 * `urlPath` is the path of the URL as it came, still percent-encoded and without the query. `/` means `index.html`. Whatever leaves
 * the folder — `..`, an encoded slash, a drive, a symbolic link — is answered like a file that does not exist, so that a response
 * never tells what lies outside.
 */
export async function resolveStaticFile(request: { root: string; urlPath: string }): Promise<StaticFile | null> {
  const segments = decodeSegments(request.urlPath)
  if (!segments) return null
  const wanted = path.join(request.root, ...segments)
  try {
    const [root, file] = await Promise.all([realpath(request.root), realpath(wanted)])
    if (!isInside(root, file)) return null
    const stats = await stat(file)
    if (!stats.isFile()) return null
    return { file, sizeBytes: stats.size, headers: describe(file, path.relative(root, file)) }
  } catch {
    // Missing, unreadable or with a name that the file system refuses: all the same to whoever asks.
    return null
  }
}

/** Null for a path that no file of ours can have. Splitting comes before decoding, or `%2f` would act as a separator. */
function decodeSegments(urlPath: string): string[] | null {
  if (!urlPath.startsWith('/')) return null
  const encoded = urlPath === '/' ? ['index.html'] : urlPath.slice(1).split('/')
  try {
    const segments = encoded.map((segment) => decodeURIComponent(segment))
    // A colon would name a drive or an alternate stream on Windows.
    const refused = segments.some((segment) => segment === '' || segment === '.' || segment === '..' || /[/\\:\0]/.test(segment))
    return refused ? null : segments
  } catch {
    // decodeURIComponent refuses malformed escapes.
    return null
  }
}

/** A prefix comparison of strings would take `/srv/renderer-old` for a part of `/srv/renderer`. */
function isInside(root: string, file: string): boolean {
  const relative = path.relative(root, file)
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)
}

function describe(file: string, relative: string): Record<string, string> {
  // The build puts a content hash into the name of everything under assets/.
  const hashed = relative.startsWith(`assets${path.sep}`)
  return {
    'content-type': contentTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  }
}

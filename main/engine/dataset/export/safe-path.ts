/** A path below a folder that every system takes, and why it is not the given one; null when it is. */
export interface SafePath {
  path: string
  reason: string | null
}

/** Names that Windows keeps for devices, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i
/**
 * Git runs what the settings in such a folder name, as soon as somebody asks for the state of a repository below it, so it checks none out
 * either. Macs leave some characters out where they compare names.
 */
const gitFolder = /^\.git$/i
/** The same of a folder without a working tree, which git knows by this file beside two folders. */
const gitHead = /^head$/i
const overlooked = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g
const illegal = /[\p{Cc}<>:"|?*\\]|\p{Surrogate}/gu
/** File systems allow 255; the rest is room for a number that tells two files apart. */
const maxNameBytes = 200
/** Systems count the whole path, and it will be put below others. */
const maxPathBytes = 1000

/** Makes a path safe that may come from any data set: it stays below its folder, and each name is legal on Windows too. */
export function toSafePath(path: string): SafePath {
  const reasons = new Set<string>()
  const parts = path.split('/').flatMap((part) => {
    if (part === '' || part === '.') return []
    const safe = toSafeName(part)
    if (safe.reason !== null) reasons.add(safe.reason)
    return [safe.path]
  })
  if (path.startsWith('/')) reasons.add('it leads out of the folder')
  const last = parts.at(-1)
  if (last === undefined || path.endsWith('/')) return { path: [...parts, 'unnamed'].join('/'), reason: 'it names no file' }
  const joined = parts.join('/')
  if (Buffer.byteLength(joined) > maxPathBytes) return { path: last, reason: 'it is too long' }
  if (reasons.size === 0 && joined !== path) reasons.add('it is written in a roundabout way')
  return { path: joined, reason: reasons.size === 0 ? null : [...reasons].join(', and ') }
}

/** The same for one name. */
export function toSafeName(name: string): SafePath {
  if (name === '..') return { path: '__', reason: 'it leads out of the folder' }
  let safe = name.replace(illegal, '_').replace(/[. ]+$/, '_')
  if (deviceName.test(safe)) safe = `_${safe}`
  if (safe !== name) return { path: shorten(safe), reason: 'it is not legal on every system' }
  const compared = safe.replace(overlooked, '')
  if (gitFolder.test(compared) || gitHead.test(compared)) return { path: `_${safe}`, reason: 'git would take it for its own' }
  const short = shorten(safe)
  return { path: short, reason: short === safe ? null : 'a name in it is too long' }
}

/** The same path with a number in front of the extension. */
export function numberPath(path: string, number: string): string {
  const nameStart = path.lastIndexOf('/') + 1
  const dot = path.lastIndexOf('.')
  const end = dot > nameStart ? dot : path.length
  return `${path.slice(0, end)}~${number}${path.slice(end)}`
}

/** Keeps the extension. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) return name
  const extension = /\.[\w-]{1,20}$/.exec(name)?.[0] ?? ''
  let start = ''
  let sizeBytes = Buffer.byteLength(extension)
  for (const character of name.slice(0, name.length - extension.length)) {
    sizeBytes += Buffer.byteLength(character)
    if (sizeBytes > maxNameBytes) break
    start += character
  }
  return start + extension
}

import type { PersonalFinding } from './personal-finding.ts'

/** The middle of four numbers, and of groups of hexadecimal digits: what begins with a mark is found far faster. */
const middleOfFour = /\.\d{1,3}\.\d{1,3}\.\d/g
const middleOfSix = /:[0-9A-Fa-f]{0,4}:/g
/** What stands before four numbers that are a version, a section or a part of something longer. */
const beforeVersion =
  /(?:\b(?:v|ver|version|release|rev|revision|build|section|chapter|clause|oid|sdk|driver|firmware)\w*|version["'\w]*|[<>=~!^]=|[\w)]\/|§|@)["'\s:=([]{0,4}$/i
/** Eight groups of four digits, and what parts them. */
const longestAddress = 39
/** What stands around four short numbers that are an address all the same. */
const ofNetwork = /\b(?:ip|addr|host|server|dns|peer|remote|gateway|proxy)/i
const contextLength = 40
/** Servers that everybody names. BigCode leaves these out as well (Ben Allal et al. 2023, SantaCoder, section 4.2). */
const publicServers = new Set([
  '8.8.8.8',
  '8.8.4.4',
  '1.1.1.1',
  '1.0.0.1',
  '9.9.9.9',
  '208.67.222.222',
  '208.67.220.220',
  '4.2.2.2',
  '76.76.19.19',
])

/**
 * Addresses of machines on the public network, of version 4 and 6. Left out are private, local, reserved and multicast ones, masks,
 * numbers of versions, and well-known servers of names.
 *
 * @param text one character for each byte
 */
export function findNetworkAddresses(text: string): PersonalFinding[] {
  const found: PersonalFinding[] = []
  for (const { start, end } of findAround(text, middleOfFour, isPartOfFour)) {
    const address = text.slice(start, end)
    const kind = classifyFour(address)
    if (kind !== undefined && !isVersion(text, start, address)) found.push({ type: kind, start, end })
  }
  for (const { start, end } of findAround(text, middleOfSix, isPartOfSix)) {
    const kind = classifySix(text.slice(start, end))
    if (kind !== undefined) found.push({ type: kind, start, end })
  }
  return found
}

const isDigit = (code: number) => code >= 48 && code <= 57
const isPartOfFour = (code: number) => isDigit(code) || code === 46
const isPartOfSix = (code: number) => isDigit(code) || code === 58 || (code >= 65 && code <= 70) || (code >= 97 && code <= 102)

/** What lies around each match as far as its characters go on, but for a point at the end. No character is looked at more than twice. */
function* findAround(text: string, middle: RegExp, isPart: (code: number) => boolean) {
  middle.lastIndex = 0
  let last = 0
  for (let match = middle.exec(text); match; match = middle.exec(text)) {
    let start = match.index
    while (start > last && isPart(text.charCodeAt(start - 1))) start--
    let end = middle.lastIndex
    while (end < text.length && isPart(text.charCodeAt(end))) end++
    last = end
    middle.lastIndex = end
    if (text[end - 1] === '.') end--
    const isJoined = /[\w.:+-]/.test(text[start - 1] ?? ' ') || /^(?:\w|[-.]\w)/.test(text.slice(end, end + 2))
    if (end - start <= longestAddress && !isJoined) yield { start, end }
  }
}

type Kind = 'network-address' | 'example-data' | undefined

function classifyFour(address: string): Kind {
  const parts = address.split('.')
  if (parts.length !== 4) return undefined
  // Nobody writes 07; what does is a date or a number.
  if (parts.some((part) => part === '' || Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) return undefined
  const [a, b, c, d] = parts.map(Number) as [number, number, number, number]
  if (a === 0 || a === 10 || a === 127 || a >= 224 || publicServers.has(address)) return undefined
  if (
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128)
  ) {
    return undefined
  }
  // RFC 5737.
  if ((a === 192 && b === 0 && c === 2) || (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113)) {
    return 'example-data'
  }
  // With a zero behind it is a network or a version.
  if (d === 0 || new Set(parts).size === 1) return undefined
  return 'network-address'
}

function isVersion(text: string, start: number, address: string): boolean {
  const before = text.slice(Math.max(0, start - contextLength), start)
  return beforeVersion.test(before) || (address.length <= 8 && !ofNetwork.test(before))
}

/** Global unicast addresses alone: everything else that looks like one is local, or a name in a program. */
function classifySix(address: string): Kind {
  const halves = address.split('::')
  const groups = address.split(':').filter((group) => group !== '')
  if (groups.some((group) => group.length > 4)) return undefined
  const isWhole = halves.length === 1 && groups.length === 8 && !address.endsWith(':')
  const isShortened = halves.length === 2 && groups.length >= 3 && groups.length < 8
  if (!isWhole && !isShortened) return undefined
  const first = Number.parseInt(groups[0] as string, 16)
  if (first < 0x2000 || first > 0x3fff || !groups.some((group) => group.length > 2)) return undefined
  // RFC 3849 and 9637.
  const isExample = (first === 0x2001 && Number.parseInt(groups[1] as string, 16) === 0xdb8) || first === 0x3fff
  return isExample ? 'example-data' : 'network-address'
}

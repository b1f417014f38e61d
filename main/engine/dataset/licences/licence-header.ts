import { identifyLicenceText } from './identify-licence-text.ts'
import { readLicenceWords } from './licence-words.ts'

/** A header stands at the beginning. */
const consideredBytes = 4096
/** One of these is in every header with a licence; looking for them costs microseconds, and most files have none. */
const mentions = ['icen', 'ICEN', 'Permission', 'Redistribution']
const identifier = /SPDX-License-Identifier:[ \t]*([^\r\n]+)/
/** The beginnings of licences that are short enough to be told in full. */
const fullTexts = /permission is hereby granted|redistribution and use in source|permission to use,? copy|free and unencumbered/i
const maxRemembered = 1000
const remembered = new Map<string, string | null>()

/** The SPDX expression that the header of a file states, or null. */
export function findHeaderLicence(text: Uint8Array): string | null {
  const start = Buffer.from(text.buffer, text.byteOffset, Math.min(text.length, consideredBytes)).toString('latin1')
  if (!mentions.some((mention) => start.includes(mention))) return null
  const stated = identifier.exec(start)?.[1]
  if (stated !== undefined) return readLicenceWords(stated.replace(/\s*(?:\*+\/|-->|\*\)|#\}|"""|''').*$/, '').trim())
  const header = start.replaceAll(/[\s*#/;%"'<>!|-]+/g, ' ')
  return readNotice(header) ?? (fullTexts.test(header) ? identifyRemembered(header) : null)
}

/** Files of one project begin with the same words. */
function identifyRemembered(header: string): string | null {
  const end = /\b(?:damage|software|other dealings|performance of this software)\s?\./gi
  let length = header.length
  for (const match of header.matchAll(end)) length = match.index + match[0].length
  const notice = header.slice(Math.max(0, header.search(fullTexts)), length)
  const known = remembered.get(notice)
  if (known !== undefined) return known
  const expression = identifyLicenceText(notice)
  if (remembered.size >= maxRemembered) remembered.clear()
  remembered.set(notice, expression)
  return expression
}

const gnuName = /\b(?:GNU )?(Affero|Lesser|Library)? ?General Public Licen[cs]e|\b([AL]?)GPL(?=[ v,.(])/i

/** The sentences that licences ask to be put into every file. */
function readNotice(header: string): string | null {
  if (/\bApache(?: Software)? Licen[cs]e,? ?\(?(?:Version|v\.?)? ?2(?:\.0)?\b/i.test(header)) return 'Apache-2.0'
  const gnu = gnuName.exec(header)
  if (gnu) return readGnuNotice(header, gnu)
  const mozilla = /\bMozilla Public Licen[cs]e,? ?(?:Version|v\.?)? ?(1\.[01]|2\.0)\b/i.exec(header)
  if (mozilla) return `MPL-${mozilla[1]}`
  const eclipse = /\bEclipse Public Licen[cs]e,? ?(?:Version|v\.?)? ?([12]\.0)\b/i.exec(header)
  if (eclipse) return `EPL-${eclipse[1]}`
  if (/\bBoost Software Licen[cs]e\b/i.test(header)) return 'BSL-1.0'
  // "MIT-style" is not it, and what it is stands elsewhere.
  if (/\b(?:under|@license|licen[cs]ed?:?)(?: the)?(?: terms of the)? MIT\b(?!.?style)|\bMIT Licen[cs]ed?\b/i.test(header))
    return 'MIT'
  return null
}

function readGnuNotice(header: string, { index, 1: kind, 2: letter }: RegExpExecArray): string | null {
  const around = header.slice(Math.max(0, index - 60), index + 400)
  const version = /\b(?:version|v\.?) ?(\d(?:\.\d)?)\b/i.exec(around)?.[1]
  if (version === undefined) return null
  const initial = letter ? letter.toUpperCase() : kind === undefined ? '' : kind.toLowerCase() === 'affero' ? 'A' : 'L'
  const isLater = /\b(?:or|any) (?:\(?at your option\)? )?(?:any )?(?:later|newer)\b/i.test(around)
  return readLicenceWords(`${initial}GPL-${version.includes('.') ? version : `${version}.0`}-${isLater ? 'or-later' : 'only'}`)
}

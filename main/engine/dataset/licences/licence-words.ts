import { readLicenceExpression } from './licence-expression.ts'
import { licenceList } from './licence-list.ts'

/** Longer words are no name of a licence. */
const maxLength = 500
/** Rows of one source say the same few words again and again. */
const maxRemembered = 10_000
const remembered = new Map<string, string | null>()

/**
 * The SPDX expression that words mean, or null: `MIT`, `Apache License, Version 2.0`, `GPLv3+`, `MIT/Apache-2.0`, `["mit", "isc"]`. Nothing is
 * guessed: `BSD` alone could be several.
 */
export function readLicenceWords(words: string): string | null {
  if (words.length > maxLength) return null
  const known = remembered.get(words)
  if (known !== undefined) return known
  const expression = readWords(words.trim())
  if (remembered.size >= maxRemembered) remembered.clear()
  remembered.set(words, expression)
  return expression
}

/** A slash and "or" leave a choice, as Cargo and many people mean it; commas, semicolons and "and" do not. */
const separators: [RegExp, string][] = [
  [/\s*\/\s*|\s+or\s+(?!later|newer|any)/i, ' OR '],
  [/\s*[,;]\s*(?!v(?:ersion)?\b)|\s+and\s+(?!distribution\b)/i, ' AND '],
]

function readWords(words: string): string | null {
  const list = readList(words)
  if (list !== null) return join(list, ' AND ')
  const whole =
    readLicenceExpression(words) ?? byName.get(simplify(words)) ?? byName.get(simplify(words.replaceAll(/\([^)]*\)/g, ' ')))
  if (whole !== undefined) return whole
  for (const [separator, conjunction] of separators) {
    const parts = words.split(separator).filter((part) => part !== '')
    if (parts.length > 1) return join(parts, conjunction)
  }
  return null
}

function join(parts: readonly string[], conjunction: string): string | null {
  const read = [...new Set(parts.map((part) => readWords(part.trim())))]
  if (read.length === 0 || read.includes(null)) return null
  const joined = read.length === 1 ? read : read.map((each) => (each?.includes(' ') ? `(${each})` : each))
  return readLicenceExpression(joined.join(conjunction))
}

/** A list in JSON, as The Stack keeps the licences of a repository. */
function readList(words: string): string[] | null {
  if (!words.startsWith('[')) return null
  try {
    const list: unknown = JSON.parse(words)
    return Array.isArray(list) && list.every((each) => typeof each === 'string') ? list : null
  } catch {
    // Then it is words in brackets.
    return null
  }
}

/** What is left of a name when all ways to write it are one: `the apache license, version 2.0` and `Apache 2` are `apache 2`. */
function simplify(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.+>=]+/gu, ' ')
    .replaceAll(/>= ?(\d(?:\.\d)*)/g, '$1 or later')
    .replaceAll(/\+/g, ' or later ')
    .replaceAll(
      /\b(affero|lesser|library)? ?general public\b/g,
      (_, kind) => ({ affero: 'agpl', lesser: 'lgpl', library: 'lgpl' })[kind as string] ?? 'gpl',
    )
    .replaceAll(/\b(mozilla|eclipse) public\b/g, (_, name) => (name === 'mozilla' ? 'mpl' : 'epl'))
    .replaceAll(/\b([a-z]+?)v?(\d+(?:\.\d+)*)\b/g, '$1 $2')
    .replaceAll(/\bor (?:\(?at your option\)? )?(?:any )?(?:later|newer)\b/g, 'orlater')
    .replaceAll(/(\d)(?:\.0)+\b/g, '$1')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(?:the|an?|licen[cs]ed?|version|v|gnu|software|under|only|project)$/.test(word))
  return words.filter((word, index) => word !== words[index - 1]).join(' ')
}

/** Names that SPDX does not list, simplified. */
const otherNames: Record<string, string> = {
  expat: 'MIT',
  'mit expat': 'MIT',
  'new bsd': 'BSD-3-Clause',
  'modified bsd': 'BSD-3-Clause',
  'revised bsd': 'BSD-3-Clause',
  'bsd new': 'BSD-3-Clause',
  'simplified bsd': 'BSD-2-Clause',
  'bsd simplified': 'BSD-2-Clause',
  freebsd: 'BSD-2-Clause',
  'bsd 3': 'BSD-3-Clause',
  'bsd 2': 'BSD-2-Clause',
  '2 clause bsd': 'BSD-2-Clause',
  '3 clause bsd': 'BSD-3-Clause',
  asl: 'Apache-2.0',
  'asl 2': 'Apache-2.0',
  boost: 'BSL-1.0',
  'boost 1': 'BSL-1.0',
  'cc 0': 'CC0-1.0',
  cc0: 'CC0-1.0',
  psf: 'PSF-2.0',
}

const byName = new Map<string, string>([
  ...licenceList.flatMap(({ id, name }): [string, string][] => [
    [simplify(name), id],
    [simplify(id), id],
  ]),
  ...Object.entries(otherNames),
])

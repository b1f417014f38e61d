import type { PersonalFinding } from './personal-finding.ts'

/** RFC 5321 allows no longer ones. */
const longestLocal = 64
const longestDomain = 255

/** Endings of more than two letters that names of people's providers have; two letters are countries. Others are mostly code: `a@b.dot`. */
const endings = new Set(
  `com org net edu gov mil int info biz name pro aero asia cat coop jobs mobi museum post tel travel academy agency app art blog center
   city cloud club company dev design digital education email engineering expert global group guru health host institute international
   life link live ltd media network news ninja one online page plus science services site social software solutions space store studio
   support systems team tech technology today tools university ventures website wiki work works world xyz zone`.split(/\s+/),
)
/** Two letters that end names of files more often: `icon@2x.js`, `lib@4.so`. */
const fileEndings = new Set(['js', 'ts', 'cc', 'hh', 'md', 'rb', 'gz', 'so', 'mm'])
/** Nobody in person. */
const nobody =
  /^(?:git|hg|svn|no-?reply|do-?not-?reply|notifications?|mailer-daemon|postmaster|user(?:name)?|name|foo|bar|you|your[._-]?(?:name|e?mail))$/i
/** RFC 2606 and 6761. */
const reserved = /(?:^|\.)(?:example(?:\.(?:com|org|net))?|test|invalid|localhost|local)$/i

const isLocal = (code: number) => isAlphanumeric(code) || code === 46 || code === 95 || code === 37 || code === 43 || code === 45
const isDomain = (code: number) => isAlphanumeric(code) || code === 46 || code === 45

/**
 * Mail addresses as people write them: no quotes, no comments, letters of ASCII. A name before an `@` in an address of the web is none.
 *
 * @param text one character for each byte
 */
export function findMailAddresses(text: string): PersonalFinding[] {
  const found: PersonalFinding[] = []
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = findStart(text, at)
    const end = findEnd(text, at)
    const local = text.slice(start, at)
    const domain = text.slice(at + 1, end)
    if (local === '' || local.length > longestLocal || !isNameOfHost(domain) || text[end] === '(') continue
    if (nobody.test(local) || isInWebAddress(text, start)) continue
    found.push({ type: reserved.test(domain) ? 'example-data' : 'mail-address', start, end })
  }
  return found
}

function findStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start <= longestLocal && isLocal(text.charCodeAt(start - 1))) start--
  while (start < at && !isAlphanumeric(text.charCodeAt(start)) && text[start] !== '_') start++
  return start
}

function findEnd(text: string, at: number): number {
  let end = at + 1
  while (end < text.length && end - at <= longestDomain && isDomain(text.charCodeAt(end))) end++
  while (end > at + 1 && !isAlphanumeric(text.charCodeAt(end - 1))) end--
  return end
}

function isNameOfHost(domain: string): boolean {
  const labels = domain.split('.')
  const last = (labels.at(-1) as string).toLowerCase()
  if (labels.length < 2 && last !== 'localhost') return reserved.test(domain) && labels.length > 1
  if (!labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))) return false
  if (reserved.test(domain) || endings.has(last)) return true
  return /^xn--/.test(last) || (/^[a-z]{2}$/.test(last) && !fileEndings.has(last))
}

function isInWebAddress(text: string, start: number): boolean {
  if (text[start - 1] === '/') return true
  return /:\/\/[^\s"'<>]*$/.test(text.slice(Math.max(0, start - 100), start))
}

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

import { identifyLicenceText } from './identify-licence-text.ts'
import { readLicenceExpression } from './licence-expression.ts'
import { findHeaderLicence } from './licence-header.ts'

/** `LICENSE`, `LICENCE.md`, `COPYING.LESSER`, `LICENSE-MIT`, `MIT-LICENSE.txt`, `UNLICENSE`; not `license.go`. */
const fileName =
  /^(?:[\w.]+-)?(?:un)?(?:licen[cs]es?|copying|copyright)(?:[-.](?:apache|mit|bsd|lesser|gpl|lgpl|zlib|isc|cc0|boost|mpl|[\w.]*\d))*(?:\.(?:md|markdown|txt|rst|adoc|html?))?$/i

/** Whether a file at the top of a repository is one that states its licence, by its name. */
export function isLicenceFile(name: string): boolean {
  return fileName.test(name)
}

/**
 * The licence of a repository by its licence files, as an SPDX expression, or null. Several files leave a choice, as in most projects that have
 * `LICENSE-MIT` and `LICENSE-APACHE`; what `COPYING.LESSER` says replaces the general licence that it builds on.
 */
export function findRepositoryLicence(files: readonly { name: string; text: string }[]): string | null {
  const lesser = files.find(({ name }) => /lesser|lgpl/i.test(name))
  const expressions = (lesser ? [lesser] : files)
    .map(({ text }) => identifyLicenceText(text) ?? findHeaderLicence(Buffer.from(text)))
    .filter((each) => each !== null)
  const distinct = [...new Set(expressions)]
  if (distinct.length <= 1) return distinct[0] ?? null
  return readLicenceExpression(distinct.map((each) => (each.includes(' ') ? `(${each})` : each)).join(' OR '))
}

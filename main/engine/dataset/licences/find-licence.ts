import type { LicenceClass } from '#contracts/licence'
import { classifyLicence } from './licence-expression.ts'
import { findHeaderLicence } from './licence-header.ts'
import { readLicenceWords } from './licence-words.ts'

/** What a document is licensed under. */
export interface Licence {
  /** An SPDX expression, or the words of the source where they are none. */
  expression: string
  licenceClass: LicenceClass
}

/** Words that say that nothing is known. */
const nothing = /^(?:|none|null|no[ -]?assertion|no[ -]?licen[cs]e|unknown|other|n\/?a|\[\])$/i

/**
 * The licence of a document, or null where nothing tells: as its source says (`words`), else as the header of its text states, else that of its
 * repository (an expression). Costs about a microsecond for most documents.
 */
export function findLicence(document: { words: string | null; text: Uint8Array; repository: string | null }): Licence | null {
  const words = document.words?.trim() ?? ''
  if (!nothing.test(words)) return describe(readLicenceWords(words) ?? words)
  const expression = findHeaderLicence(document.text) ?? document.repository
  return expression === null ? null : describe(expression)
}

const described = new Map<string, Licence>()
const maxDescribed = 10_000
/** Longer words hardly come twice, and ten thousand of them would fill the memory. */
const maxDescribedLength = 1000

function describe(expression: string): Licence {
  const known = described.get(expression)
  if (known) return known
  const licence = { expression, licenceClass: classifyLicence(expression) }
  if (described.size >= maxDescribed) described.clear()
  if (expression.length <= maxDescribedLength) described.set(expression, licence)
  return licence
}

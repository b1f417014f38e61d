import { formatBytes, formatCount } from '#contracts/format-quantity'
import type { LicenceClass } from '#contracts/licence'
import { formatTable, maxRows } from './card-table.ts'
import type { ExportTally } from './export-tally.ts'
import { classify } from './manifest.ts'
import { showCell } from './markdown-text.ts'

/** What the Hugging Face Hub takes in the `license` of a card, beside `other` and `unknown`: SPDX ids in small letters, not all of them. */
const hubLicences = new Set(
  `apache-2.0 mit bsd bsd-2-clause bsd-3-clause bsd-3-clause-clear isc zlib unlicense wtfpl cc0-1.0 0bsd postgresql ncsa bsl-1.0 ecl-2.0
  artistic-2.0 afl-3.0 ms-pl mpl-2.0 epl-1.0 epl-2.0 eupl-1.1 eupl-1.2 osl-3.0 lgpl lgpl-2.1 lgpl-3.0 gpl gpl-2.0 gpl-3.0 agpl-3.0
  cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-sa-4.0 cc-by-nc-nd-4.0 lppl-1.3c
  ofl-1.1 odbl pddl etalab-2.0`.split(/\s+/),
)

/** The lines of a card's front matter that name the licence of all documents together. */
export function describeCardLicence(licences: readonly (string | null)[]): string[] {
  const named = licences.filter((licence) => licence !== null)
  if (named.length === 0) return ['license: unknown']
  const ids = named.map(toHubLicence)
  if (named.length < licences.length || ids.includes(null)) return ['license: other', 'license_name: several']
  const [only, ...others] = [...new Set(ids)]
  return others.length === 0 ? [`license: ${only}`] : ['license:', ...[only, ...others].map((id) => `- ${id}`)]
}

function toHubLicence(licence: string): string | null {
  const id = licence.toLowerCase().replace(/-(?:only|or-later)$/, '')
  return hubLicences.has(id) ? id : null
}

/** Permissive licences that let everything go without a word of where it came from. */
const withoutAttribution = new Set([
  '0BSD',
  'CC0-1.0',
  'MIT-0',
  'PDDL-1.0',
  'Unlicense',
  'WTFPL',
  'blessing',
  'SAX-PD',
  'libpng-2.0',
])

const demands: Record<LicenceClass, string> = {
  permissive: 'permissive',
  'weak copyleft': 'weak copyleft',
  'strong copyleft': 'strong copyleft',
  none: 'not known',
}

/** Under which licences the documents are, what these ask for, and how whoever passes them on gives credit. */
export function describeLicences({ licences }: Pick<ExportTally, 'licences'>): string[] {
  const rows = licences
    .slice(0, maxRows)
    .map(([licence, { documents, sizeBytes }]) => [
      showCell(licence ?? 'none'),
      licence === null ? 'nothing is permitted' : demands[classify(licence)],
      formatCount(documents),
      formatBytes(sizeBytes),
    ])
  const more = licences.length - rows.length
  return [
    ...formatTable(['licence', 'what it asks for', 'documents', 'text'], rows),
    ...(more > 0 ? ['', `And ${formatCount(more)} more.`] : []),
    '',
    'Each document keeps the licence of where it comes from. A document without one was not found to have any, which permits nothing.',
    ...describeAttribution(licences.map(([licence]) => licence)),
  ]
}

function describeAttribution(licences: readonly (string | null)[]): string[] {
  const asking = licences.filter(
    (licence) => licence !== null && classify(licence) === 'permissive' && !withoutAttribution.has(licence),
  )
  if (asking.length === 0) return []
  const shown = asking.slice(0, 10).map((licence) => showCell(licence ?? ''))
  const names = `${shown.join(', ')}${asking.length > shown.length ? ' and others' : ''}`
  return [
    '',
    `Permissive licences ask for attribution as well: whoever passes on documents under ${names} also passes on the notices that stand in them, the text of the licence, and who wrote them. \`repo\`, \`path\` and \`licence\`, as far as they are among the columns, say where a document comes from and under what.`,
  ]
}

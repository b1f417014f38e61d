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

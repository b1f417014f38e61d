import type { LicenceClass } from '#contracts/licence'
import listed from './licence-list.json' with { type: 'json' }
import type { LicencePrint } from './licence-print.ts'

/** A licence that SPDX knows. */
export interface ListedLicence {
  /** As SPDX writes it. */
  id: string
  name: string
  licenceClass: LicenceClass
  print: LicencePrint
}

/** All of them, in the order of their ids. Made by `tools/licence-list.mjs`. */
export const licenceList: readonly ListedLicence[] = listed.map((entry) => {
  const [id, name, licenceClass, count, limit, runs] = entry as [string, string, LicenceClass, number, number, string]
  // A buffer of its own, so that it begins where numbers of four bytes may.
  const numbers = new Uint32Array(Uint8Array.from(Buffer.from(runs, 'base64')).buffer)
  return { id, name, licenceClass, print: { runs: numbers, limit, count } }
})

import { readPackageLicence } from '../licences/package-licence.ts'
import { findRepositoryLicence, isLicenceFile } from '../licences/repository-licence.ts'
import { readSourceFile } from './source-file.ts'

/** What states the licence of the files of a folder, and of those below it that state nothing themselves. */
export interface LicenceScope {
  folder: string
  /** Names of its licence files, and of its `package.json`. */
  names: string[]
  /** What counts where these tell nothing. */
  above: LicenceScope | null
}

const packageFile = 'package.json'
const maxFileBytes = 1024 * 1024
/** Folders of one walk come one after the other. */
const maxRemembered = 10_000

/** The scope of a folder in which there are files of these names. */
export function extendLicenceScope(above: LicenceScope | null, folder: string, names: readonly string[]): LicenceScope | null {
  const stating = names.filter((name) => name === packageFile || isLicenceFile(name))
  return stating.length === 0 ? above : { folder, names: stating, above }
}

const remembered = new Map<string, string | null>()

/** The licence of the files of a scope as an SPDX expression, or null. Reads the files that state it, once, and blocks its thread. */
export function findFolderLicence(scope: LicenceScope | null): string | null {
  if (scope === null) return null
  const known = remembered.get(scope.folder)
  const licence = known === undefined ? readLicence(scope) : known
  if (known === undefined) {
    if (remembered.size >= maxRemembered) remembered.clear()
    remembered.set(scope.folder, licence)
  }
  return licence ?? findFolderLicence(scope.above)
}

function readLicence({ folder, names }: LicenceScope): string | null {
  const files = names.map((name) => ({ name, text: readText(`${folder}/${name}`) }))
  const stated = findRepositoryLicence(files.filter(({ name }) => name !== packageFile))
  if (stated !== null) return stated
  const packaged = files.find(({ name }) => name === packageFile)
  return packaged ? readPackageLicence(packaged.text) : null
}

/** What cannot be read states nothing; where it is to be imported, that tells why. */
function readText(file: string): string {
  const read = readSourceFile({ file }, maxFileBytes)
  return read.status === 'text' ? read.bytes.toString('utf8') : ''
}

import { readLicenceWords } from './licence-words.ts'

/** What npm takes for "nobody may use this". */
const unlicensed = 'UNLICENSED'

/**
 * The licence that a `package.json` states: an SPDX expression, `UNLICENSED`, or null where it states none or leads to a file. Older packages
 * have an object, or a list of them to choose from.
 */
export function readPackageLicence(text: string): string | null {
  const { license, licenses } = parseObject(text)
  const words = [license ?? licenses]
    .flat()
    .map(readWords)
    .filter((each) => each !== null)
  if (words.includes(unlicensed)) return unlicensed
  return words.length === 0 ? null : readLicenceWords(words.join(' OR '))
}

function readWords(stated: unknown): string | null {
  if (typeof stated === 'string') return stated
  const type = typeof stated === 'object' && stated !== null && 'type' in stated ? stated.type : null
  return typeof type === 'string' ? type : null
}

function parseObject(text: string): { license?: unknown; licenses?: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    // One that is broken, or only called so, states nothing.
    return {}
  }
}

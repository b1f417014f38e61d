import type { Licence } from '../licences/find-licence.ts'

/** What `licence:` may ask for to find an SPDX expression: itself, the licences that it is made of, and their ids of before. */
export function listLicenceNames(expression: string): string[] {
  const ids = expression.split(/\s+(?:AND|OR|WITH)\s+|[()\s]+/).filter((part) => part !== '')
  const names = [expression, ...ids]
  return [...new Set([...names, ...names.map(writeAsBefore)])]
}

/** SPDX gave these ids up, and most people still write them: `GPL-3.0` for `GPL-3.0-only`, `GPL-3.0+` for `GPL-3.0-or-later`. */
function writeAsBefore(expression: string): string {
  return expression.replaceAll(/\b([AL]?GPL|GFDL)-(\d\.\d)-(only|or-later)\b/g, (_, name, version, end) => {
    return `${name}-${version}${end === 'only' ? '' : '+'}`
  })
}

/** Whether a licence, or none, is what `licence:` asks for. */
export function isLicenceWanted(licence: Licence | undefined, isWanted: (value: string) => boolean): boolean {
  if (!licence) return isWanted('none')
  return [licence.licenceClass, ...listLicenceNames(licence.expression)].some(isWanted)
}

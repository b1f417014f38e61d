import type { Licence } from '../licences/find-licence.ts'

/** The licences that an SPDX expression is made of. */
export function listLicenceIds(expression: string): string[] {
  return expression.split(/\s+(?:AND|OR|WITH)\s+|[()\s]+/).filter((part) => part !== '')
}

/** Whether a licence, or none, is what `licence:` asks for. */
export function isLicenceWanted(licence: Licence | undefined, isWanted: (value: string) => boolean): boolean {
  if (!licence) return isWanted('none')
  return [licence.licenceClass, licence.expression, ...listLicenceIds(licence.expression)].some(isWanted)
}

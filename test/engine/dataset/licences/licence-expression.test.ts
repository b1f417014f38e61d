import { expect, test } from 'vitest'
import { classifyLicence } from '#engine/dataset/licences/licence-expression'

test.each([
  ['MIT', 'permissive'],
  ['Apache-2.0 WITH LLVM-exception', 'permissive'],
  ['CC0-1.0', 'permissive'],
  ['MPL-2.0', 'weak copyleft'],
  ['LGPL-2.1-or-later', 'weak copyleft'],
  ['EPL-2.0', 'weak copyleft'],
  ['GPL-3.0-only', 'strong copyleft'],
  ['AGPL-3.0-or-later', 'strong copyleft'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'weak copyleft'],
  ['GPL-2.0-only WITH Linux-syscall-note', 'strong copyleft'],
  ['CC-BY-NC-4.0', 'none'],
  ['JSON', 'none'],
  ['LicenseRef-ours', 'none'],
  ['ask us', 'none'],
])('%s is of the class %s', (expression, licenceClass) => {
  expect(classifyLicence(expression)).toBe(licenceClass)
})

test('of licences that hold together the strictest counts, of a choice the most permissive', () => {
  expect(classifyLicence('MIT AND GPL-2.0-only')).toBe('strong copyleft')
  expect(classifyLicence('MIT OR GPL-2.0-only')).toBe('permissive')
  expect(classifyLicence('MIT AND (GPL-2.0-only OR MPL-2.0)')).toBe('weak copyleft')
  expect(classifyLicence('MIT AND LicenseRef-ours')).toBe('none')
})

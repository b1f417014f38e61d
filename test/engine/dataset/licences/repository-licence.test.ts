import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findRepositoryLicence, isLicenceFile } from '#engine/dataset/licences/repository-licence'

const apache = readFileSync('LICENSE', 'utf8')
const mit = readFileSync('node_modules/zod/LICENSE', 'utf8')

test('licence files are told by their names', () => {
  const names = [
    'LICENSE',
    'LICENCE.md',
    'license.txt',
    'COPYING',
    'COPYING.LESSER',
    'LICENSE-MIT',
    'MIT-LICENSE.txt',
    'UNLICENSE',
  ]
  expect(names.filter((name) => !isLicenceFile(name))).toEqual([])
  const others = ['license.go', 'licenses.ts', 'LICENSE_HEADER.py', 'copying-garbage-collector.md', 'README.md']
  expect(others.filter(isLicenceFile)).toEqual([])
})

test('several files leave a choice', () => {
  const files = [
    { name: 'LICENSE-APACHE', text: apache },
    { name: 'LICENSE-MIT', text: mit },
  ]
  expect(findRepositoryLicence(files)).toBe('Apache-2.0 OR MIT')
})

test('the lesser licence replaces the general one that it builds on', () => {
  const files = [
    { name: 'COPYING', text: 'GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007' },
    { name: 'COPYING.LESSER', text: 'GNU LESSER GENERAL PUBLIC LICENSE Version 3, 29 June 2007' },
  ]
  expect(findRepositoryLicence(files)).toBe('LGPL-3.0-only')
})

test('files that are no licence give none', () => {
  expect(findRepositoryLicence([])).toBeNull()
  expect(findRepositoryLicence([{ name: 'LICENSE', text: 'All rights reserved.' }])).toBeNull()
})

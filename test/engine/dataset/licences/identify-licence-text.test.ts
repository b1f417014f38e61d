import { readdirSync, readFileSync } from 'node:fs'
import licences from 'spdx-license-list/full.js'
import { expect, test } from 'vitest'
import { identifyLicenceText } from '#engine/dataset/licences/identify-licence-text'
import { licenceList } from '#engine/dataset/licences/licence-list'

const textOf = (id: string) => (licences as Record<string, { licenseText: string }>)[id]?.licenseText ?? ''
const mit = textOf('MIT')

test('the texts of SPDX are told from each other', () => {
  const own = licenceList.filter(({ print }, index) => print.count > 0 && index % 5 === 0)
  // The one is the other with another name in it.
  const same = new Set(['OFL-1.0-RFN', 'OFL-1.0-no-RFN', 'OFL-1.1-RFN', 'OFL-1.1-no-RFN', 'CAL-1.0-Combined-Work-Exception'])
  const wrong = own.filter(({ id }) => !same.has(id) && identifyLicenceText(textOf(id)) !== id)
  expect(wrong.map(({ id }) => id)).toEqual([])
  expect(own.length).toBeGreaterThan(100)
})

test('of several ids for one text the plainest is taken', () => {
  expect(identifyLicenceText(textOf('GPL-2.0-or-later'))).toBe('GPL-2.0-only')
  expect(identifyLicenceText(textOf('GFDL-1.3-invariants-only'))).toBe('GFDL-1.3-only')
})

test('a text is known by its words, whoever has the copyright and however lines are broken and marked', () => {
  const owned = mit.replace(/Copyright.*/, 'Copyright © 2019-2024 Ada Lovelace and others. All rights reserved.')
  const wrapped = owned.replaceAll(/\s+/g, ' ').replaceAll(/(.{50}\S*) /g, '$1\n * ')
  expect(identifyLicenceText(wrapped.toUpperCase())).toBe('MIT')
})

test('the licences of packages as people write them are told', () => {
  const told = ['typescript/LICENSE.txt', 'semver/LICENSE', 'source-map-js/LICENSE', 'zod/LICENSE'].map((file) =>
    identifyLicenceText(readFileSync(`node_modules/${file}`, 'utf8')),
  )
  expect(told).toEqual(['Apache-2.0', 'ISC', 'BSD-3-Clause', 'MIT'])
})

test('a file with two licences has both', () => {
  expect(identifyLicenceText(`${textOf('ISC')}\n\nParts are under another licence:\n\n${mit}`)).toBe('MIT AND ISC')
})

test('what is no licence is none', () => {
  expect(identifyLicenceText('')).toBeNull()
  expect(identifyLicenceText(readFileSync('README.md', 'utf8'))).toBeNull()
  expect(identifyLicenceText(readdirSync('.').join(' '))).toBeNull()
  expect(identifyLicenceText(mit.slice(0, mit.length / 2))).toBeNull()
})

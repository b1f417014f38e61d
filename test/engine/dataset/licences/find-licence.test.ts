import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findLicence } from '#engine/dataset/licences/find-licence'

const none = { words: null, text: Buffer.from('int main() { return 0; }\n'), repository: null }

/** The licence by the header of a text. */
function ofHeader(header: string): string | undefined {
  return findLicence({ ...none, text: Buffer.from(`${header}\nint main() { return 0; }\n`) })?.expression
}

test('the words of the source come before the header, and that before the repository', () => {
  const text = Buffer.from('// SPDX-License-Identifier: GPL-2.0\n')
  expect(findLicence({ words: 'mit', text, repository: 'ISC' })).toEqual({ expression: 'MIT', licenceClass: 'permissive' })
  expect(findLicence({ words: null, text, repository: 'ISC' })?.expression).toBe('GPL-2.0-only')
  expect(findLicence({ ...none, repository: 'ISC' })?.expression).toBe('ISC')
  expect(findLicence(none)).toBeNull()
})

test('words that mean no licence that is known are kept, and those that say nothing are not', () => {
  expect(findLicence({ ...none, words: ' Ask Ada ' })).toEqual({ expression: 'Ask Ada', licenceClass: 'none' })
  for (const words of ['', ' ', 'NOASSERTION', 'none', 'unknown', '[]'])
    expect(findLicence({ ...none, words, repository: 'MIT' })?.expression).toBe('MIT')
})

test.each([
  ['/* SPDX-License-Identifier: (GPL-2.0+ OR MIT) */', 'GPL-2.0-or-later OR MIT'],
  ['# Licensed under the Apache License, Version 2.0 (the "License");\n# you may not use', 'Apache-2.0'],
  [
    '# This program is free software: you can redistribute it and/or modify\n# it under the terms of the GNU General Public License as published by\n# the Free Software Foundation, either version 3 of the License, or\n# (at your option) any later version.',
    'GPL-3.0-or-later',
  ],
  [
    '// under the terms of the GNU Lesser General Public License\n// version 2.1 as published by the Free Software Foundation',
    'LGPL-2.1-only',
  ],
  ['// the terms of the GNU Affero General Public License, version 3,', 'AGPL-3.0-only'],
  ['/* This Source Code Form is subject to the terms of the Mozilla Public\n * License, v. 2.0. If a copy', 'MPL-2.0'],
  ['// Distributed under the Boost Software License, Version 1.0.', 'BSL-1.0'],
  ['/*!\n * jquery\n * Released under the MIT license\n */', 'MIT'],
  ['# Use of this source code is governed by a BSD-style license that can be found in the LICENSE file.', undefined],
  ['// licensed under an MIT-style licence', undefined],
  ['// The license server answers with a license.', undefined],
])('the header %j says %s', (header, expression) => {
  expect(ofHeader(header)).toBe(expression)
})

test('a header may hold the whole text of a short licence', () => {
  const licence = readFileSync('node_modules/source-map-js/LICENSE', 'utf8')
  expect(ofHeader(licence.replaceAll(/^/gm, ' * '))).toBe('BSD-3-Clause')
})

test('no words and no text fail', () => {
  fc.assert(
    fc.property(fc.option(fc.string()), fc.uint8Array(), (words, text) => {
      const licence = findLicence({ words, text: Buffer.concat([Buffer.from('// licence GPL v'), text]), repository: null })
      expect(licence === null || licence.expression.length > 0).toBe(true)
    }),
  )
})

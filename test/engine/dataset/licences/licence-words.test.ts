import { expect, test } from 'vitest'
import { readLicenceWords } from '#engine/dataset/licences/licence-words'

test.each([
  ['MIT', 'MIT'],
  ['mit', 'MIT'],
  ['The MIT License (MIT)', 'MIT'],
  ['Expat', 'MIT'],
  ['Apache License, Version 2.0', 'Apache-2.0'],
  ['Apache 2', 'Apache-2.0'],
  ['GPLv2', 'GPL-2.0-only'],
  ['gpl-2.0', 'GPL-2.0-only'],
  ['GPLv3+', 'GPL-3.0-or-later'],
  ['GPL (>= 2)', 'GPL-2.0-or-later'],
  ['GNU General Public License v2.0', 'GPL-2.0-only'],
  ['GNU Lesser General Public License v3 or later (LGPLv3+)', 'LGPL-3.0-or-later'],
  ['Mozilla Public License 2.0', 'MPL-2.0'],
  ['New BSD License', 'BSD-3-Clause'],
  ['ISC License (ISCL)', 'ISC'],
  ['CC-BY-SA-4.0', 'CC-BY-SA-4.0'],
])('the words %j mean %s', (words, expression) => {
  expect(readLicenceWords(words)).toBe(expression)
})

test.each([
  ['(MIT OR Apache-2.0)', 'MIT OR Apache-2.0'],
  ['mit and (isc or zlib)', 'MIT AND (ISC OR Zlib)'],
  ['MIT/Apache-2.0', 'MIT OR Apache-2.0'],
  ['MIT, ISC', 'MIT AND ISC'],
  ['["mit","isc"]', 'MIT AND ISC'],
  ['["MIT","MIT"]', 'MIT'],
  ['["MIT OR ISC","Zlib"]', '(MIT OR ISC) AND Zlib'],
  ['GPL-2.0 WITH Classpath-exception-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
])('several licences in %j are joined to %s', (words, expression) => {
  expect(readLicenceWords(words)).toBe(expression)
})

test.each(['BSD', 'Proprietary', 'see LICENSE', 'MIT, or ask us', '[]', '[1]', '[MIT, you', `${'('.repeat(100_000)}MIT`])(
  'nothing is guessed from words without one meaning (%#)',
  (words) => {
    expect(readLicenceWords(words)).toBeNull()
  },
)

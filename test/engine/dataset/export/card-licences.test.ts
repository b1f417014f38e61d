import { expect, it } from 'vitest'
import { describeCardLicence, describeLicences } from '#engine/dataset/export/card-licences'

it.each([
  [[], ['license: unknown']],
  [[null], ['license: unknown']],
  [['MIT'], ['license: mit']],
  [['GPL-2.0-only', 'GPL-2.0-or-later'], ['license: gpl-2.0']],
  [
    ['MIT', 'Apache-2.0'],
    ['license:', '- mit', '- apache-2.0'],
  ],
  [
    ['MIT', null],
    ['license: other', 'license_name: several'],
  ],
  [['MIT OR Apache-2.0'], ['license: other', 'license_name: several']],
])('of documents under %j a card says %j', (licences, lines) => {
  expect(describeCardLicence(licences)).toEqual(lines)
})

const licencesOf = (...licences: (string | null)[]) => {
  const entry = { documents: 1, sizeBytes: 10 }
  const tally = { licences: licences.map((licence): [string | null, typeof entry] => [licence, entry]) }
  return describeLicences(tally).join('\n')
}

it('says of each licence what it asks for, and of permissive ones that they ask for attribution', () => {
  const described = licencesOf('MIT', 'GPL-3.0-only', 'Unlicense', 'our own words', null)
  expect(described).toContain('| MIT | permissive | 1 | 10 B |')
  expect(described).toContain('| GPL-3.0-only | strong copyleft |')
  expect(described).toContain('| our own words | not known |')
  expect(described).toContain('| none | nothing is permitted |')
  expect(described).toContain('documents under MIT also passes on')
  expect(licencesOf('Unlicense', 'GPL-3.0-only', null)).not.toContain('attribution')
})

import { expect, it } from 'vitest'
import { describeCardLicence } from '#engine/dataset/export/card-licences'

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

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { personalData } from '../../../../../main/engine/curation/steps/personal-data/personal-data.ts'
import { readPlanted } from '../read-sample.ts'
import { runDocumentStep } from '../run-document-step.ts'

async function find(text: string, parameters = {}): Promise<string[]> {
  const { findings = [] } = await runDocumentStep(personalData, [text], parameters)
  const bytes = Buffer.from(text)
  return findings.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

describe('mail addresses', () => {
  test.each([
    ['Jane Roe <jane.roe+lists@mail.roe.org>, 2020', 'mail-address jane.roe+lists@mail.roe.org'],
    ['write to ü.me@web.de.', 'mail-address me@web.de'],
    ['mailto:info@xn--bcher-kva.ch', 'mail-address info@xn--bcher-kva.ch'],
    ['mail@example.com', 'example-data mail@example.com'],
    ['root@localhost', 'example-data root@localhost'],
  ])('in %s', async (text, expected) => {
    expect(await find(text)).toEqual([expected])
  })

  test.each([
    ['git@github.com:a/b.git'],
    ['https://user@host.com/path'],
    ['postgres://app:secret@db.host.com/x'],
    ['logo@2x.png'],
    ['npm install react@18.2.0 @types/node@20.1.0'],
    ['@decorator.name'],
    ['result = a@b.dot(c)'],
    ['no-reply@service.com'],
  ])('none in %s', async (text) => {
    expect(await find(text)).toEqual([])
  })
})

describe('network addresses', () => {
  test.each([
    ['peer 93.184.216.34:443', 'network-address 93.184.216.34'],
    ['ip = "52.1.2.3"', 'network-address 52.1.2.3'],
    ['[2606:2800:220:1:248:1893:25c8:1946]:80', 'network-address 2606:2800:220:1:248:1893:25c8:1946'],
    ['dns 2001:4860:4801::8a.', 'network-address 2001:4860:4801::8a'],
    ['192.0.2.14', 'example-data 192.0.2.14'],
    ['2001:db8::1:2', 'example-data 2001:db8::1:2'],
  ])('in %s', async (text, expected) => {
    expect(await find(text)).toEqual([expected])
  })

  test.each([
    ['127.0.0.1 10.1.2.3 172.16.5.4 192.168.1.1 169.254.1.1 224.0.0.251 255.255.255.0 0.0.0.0'],
    ['8.8.8.8'],
    ['version 110.12.210.14 and v120.10.33.101 and Chrome/120.10.110.121'],
    ['upgrade from 12.2.0.1'],
    ['1.3.6.1.4.1.311.21'],
    ['300.1.1.1 and 93.184.016.34'],
    ['12:34:56 std::vector a::b face::dead ab:cd:ef:01:23:45'],
    ['fe80::1234:5678:9abc fd00::1234:5678:9abc ::1'],
  ])('none in %s', async (text) => {
    expect(await find(text)).toEqual([])
  })
})

describe('telephone numbers', () => {
  test.each([
    ['call +49 30 23125 000 now', 'phone-number +49 30 23125 000'],
    ['"+33 1 42 68 53 00"', 'phone-number +33 1 42 68 53 00'],
    ["'+1-202-555-0110'", 'example-data +1-202-555-0110'],
  ])('in %s', async (text, expected) => {
    expect(await find(text)).toEqual([expected])
  })

  test.each([['a[2] +1 222 333 444'], ['x+10-20-3000-400'], ['+1.5 +20 30'], ['@@ -1,7 +1,7 @@']])('none in %s', async (text) => {
    expect(await find(text)).toEqual([])
  })
})

test('each kind can be left out', async () => {
  const text = 'a@b.org 93.184.216.34 "+49 30 23125 000"'
  expect(await find(text)).toHaveLength(3)
  expect(await find(text, { mail_addresses: false })).toHaveLength(2)
  expect(await find(text, { network_addresses: false, phone_numbers: false })).toEqual(['mail-address a@b.org'])
})

test('the persons that were made up for the sample are found, and count as examples where documentation has them', async () => {
  const documents = readPlanted().filter(({ path }) => /customers|TODO|settings/.test(path))
  const { findings, signals } = await runDocumentStep(personalData, documents)
  const counts = documents.map(({ path }, place) => [
    path.split('/').at(-1),
    findings?.filter(({ document }) => document === place).length,
    signals.personal_data_count?.[place],
  ])
  expect(counts.sort()).toEqual([
    ['TODO.md', 3, 1],
    ['customers.sql', 24, 0],
    ['settings.py', 1, 0],
  ])
})

test('places are bytes, behind bytes that are no UTF-8 too', async () => {
  const text = Buffer.concat([Buffer.from([0xff, 0xe4, 0x20]), Buffer.from('äö a@b.org')])
  const { findings } = await runDocumentStep(personalData, [{ text }])
  expect(findings).toMatchObject([{ start: 8, end: 15 }])
})

test('what is found depends on the document alone, and no text holds it up', async () => {
  const piece = fc.constantFrom(
    'a@b.org',
    '@',
    'x',
    '.',
    '93.184.216.34',
    '2001:4860::',
    '1:',
    ':',
    '+49 30 ',
    '123 ',
    '-',
    ' ',
    '"',
    '://',
  )
  const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''))
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (texts) => {
      const together = await runDocumentStep(personalData, texts)
      const alone = await Promise.all(texts.map((each) => runDocumentStep(personalData, [each])))
      expect(together.findings).toEqual(
        alone.flatMap(({ findings = [] }, document) => findings.map((each) => ({ ...each, document }))),
      )
    }),
    { numRuns: 50 },
  )
  const hostile = ['@', 'a@', '.1', '1.', ':', '1:', '+1 ', 'a.', '://'].map((unit) => unit.repeat(20_000))
  expect((await runDocumentStep(personalData, hostile)).signals.personal_data_count).toHaveLength(hostile.length)
})

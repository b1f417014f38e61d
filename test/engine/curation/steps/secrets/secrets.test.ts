import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secrets } from '../../../../../main/engine/curation/steps/secrets/secrets.ts'
import type { TestDocument } from '../make-step-batch.ts'
import { readPlanted } from '../read-sample.ts'
import { runDocumentStep } from '../run-document-step.ts'

/** Written apart, so that whoever looks for keys in this repository does not find these. */
const join = (...parts: string[]) => parts.join('')
const githubToken = join('ghp', '_', 'a8F3kQ9zLw2XcV7bN4mT6yR1sD5gH0jKpE3u')
const uniqueKey = join('Zk81', 'qPw9', 'Lm3R', 'xT7v', 'Bn2Y')
const webToken = join('eyJhbGciOiJIUzI1NiJ9x', '.', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.', 'dBjftJeZ4CVPmB92K27uhbUJU1p1r')
const privateKey = join(
  '-----BEGIN RSA PRIVATE ',
  'KEY-----\n',
  'MIIEpAIBAAKCAQEArQk77K5sgrQYY6HiQ1y7AC\n'.repeat(3),
  '-----END RSA PRIVATE KEY-----',
)

async function find(document: TestDocument | string, parameters = {}) {
  const { findings, signals } = await runDocumentStep(secrets, [document], parameters)
  const text = typeof document === 'string' ? document : document.text
  const bytes = Buffer.from(text)
  return {
    count: signals.secret_count?.[0],
    found: (findings ?? []).map(({ type, note, start, end }) => ({ type, note, secret: bytes.toString('latin1', start, end) })),
  }
}

test.each([
  ['service-key', 'github-pat', githubToken, `token = "${githubToken}"`],
  ['private-key', 'private-key', privateKey, `const key = \`${privateKey}\``],
  ['web-token', 'jwt', webToken, `header("${webToken}")`],
  ['web-token', 'authorization-header', 'q8Zr1LkPw72mXcV04bNs', '{"Authorization": "Bearer q8Zr1LkPw72mXcV04bNs"}'],
  ['password', 'password-in-address', 'tr0ub4dor', 'postgres://app:tr0ub4dor@db.internal/app'],
  ['password', 'password-beside-its-name', 'c0rrect-h0rse', "db_password = 'c0rrect-h0rse'"],
  ['password', 'password-in-environment', 's7aple.batTery', 'SMTP_PASSWORD=s7aple.batTery\n'],
  ['generic-key', 'secret-in-environment', uniqueKey, `SESSION_SECRET=${uniqueKey}\n`],
  ['generic-key', 'generic-api-key', uniqueKey, `{"apiKey": "${uniqueKey}"}`],
  ['example-key', 'aws-access-token', 'AKIAIOSFODNN7EXAMPLE', 'id = "AKIAIOSFODNN7EXAMPLE"'],
])('a %s is found by the rule %s', async (type, note, secret, text) => {
  const { found, count } = await find(text)
  expect(found).toEqual([{ type, note, secret }])
  expect(count).toBe(type === 'example-key' ? 0 : 1)
})

describe('what is no secret', () => {
  test.each([
    ['a variable', `password = "\${DB_PASSWORD}"; token: $TOKEN`],
    ['a placeholder', 'password: "your_password", pwd: "********", url: "https://user:password@host.com"'],
    ['the name of a thing', 'const tokenKey = options.defaultTokenKey2; api = "list_heap_limit64"'],
    ['a checksum', `"key.ts": "f526dfa0d83c0b3390710b497c57b10cb94dfa1e", sha256_key: "${uniqueKey}"`],
    ['a number that names', `{"keyStoreId": "${uniqueKey}", "GPG key": "9554F04D7259F04124DE6B476D5A82AC7E37093B"}`],
    ['a place in a list', `nextToken: "${uniqueKey}"`],
    ['the template of a private key', privateKey.replace('MIIE', `\${body}`)],
    ['a sentence', 'The password: "must not be empty"'],
  ])('%s', async (_, text) => {
    expect((await find(text)).found).toEqual([])
  })

  test('a checksum in a lock file', async () => {
    const text = `{"apiKey": "${uniqueKey}"}`
    expect((await find({ text, path: 'a/package-lock.json' })).found).toEqual([])
    expect((await find({ text, path: 'a/settings.json' })).found).toHaveLength(1)
  })
})

test('without generic rules only what has the form of a secret is found', async () => {
  const text = `{"apiKey": "${uniqueKey}", "token": "${githubToken}"}`
  expect((await find(text)).found.map(({ note }) => note)).toEqual(['generic-api-key', 'github-pat'])
  expect((await find(text, { generic: false })).found.map(({ note }) => note)).toEqual(['github-pat'])
})

test('places are bytes, behind characters of several bytes and behind bytes that are no UTF-8', async () => {
  for (const before of [Buffer.from('grün 中文 😀 '), Buffer.from([0xff, 0xc3, 0x20, 0xf0, 0x9f])]) {
    const text = Buffer.concat([before, Buffer.from(`t="${githubToken}"`), before])
    const { findings } = await runDocumentStep(secrets, [{ text }])
    expect(findings).toMatchObject([{ start: before.length + 3, end: before.length + 3 + githubToken.length }])
  }
})

test('every secret that was planted in the sample is found', async () => {
  const documents = readPlanted()
  const { findings } = await runDocumentStep(secrets, documents)
  const found = findings?.map(({ document, type }) => `${documents[document]?.path.split('/').at(-1)}: ${type}`)
  expect(found?.sort()).toEqual([
    ...['.env: generic-key', '.env: password', '.env: password', '.env: service-key', '.env: service-key'],
    'ApiClient.java: web-token',
    ...['release.sh: service-key', 'release.sh: service-key'],
    'server.go: private-key',
    ...['settings.py: example-key', 'settings.py: example-key', 'settings.py: password'],
  ])
})

test('what is found depends on the document alone', async () => {
  const piece = fc.constantFrom(
    githubToken,
    'password = "',
    'x9Kd72mQ',
    '" ',
    '://a:',
    '@b.c',
    webToken,
    '\n',
    'é',
    'SECRET=',
    uniqueKey,
  )
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (texts) => {
      const together = await runDocumentStep(secrets, texts)
      const alone = await Promise.all(texts.map((each) => runDocumentStep(secrets, [each])))
      const expected = alone.flatMap(({ findings = [] }, document) => findings.map((each) => ({ ...each, document })))
      expect(together.findings).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})

test('texts that are made to hold rules up end', async () => {
  const openings = [
    'password="',
    'eyJhbGciOiJIUzI1NiJ9x.',
    '-----BEGIN PRIVATE KEY-----',
    'xoxb-1234567890-1234567890',
    '://a:',
    'key=',
    's.',
  ]
  const fillers = ['', 'a', 'a=', 'A1_', ' ', "'", '-----BEGIN ', '/+']
  const texts = openings.flatMap((opening) => fillers.map((filler) => (opening + filler.repeat(20)).repeat(2000)))
  const { signals } = await runDocumentStep(secrets, texts)
  expect(signals.secret_count).toHaveLength(texts.length)
})

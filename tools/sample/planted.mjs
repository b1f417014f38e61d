// What is in no package and in every crawl: leaked secrets, personal data, copies with small changes, data in a line. All of it is made up
// here: the addresses are of the ranges kept for documentation, the keys are those that documentation gives as examples, or say FAKE.

const licence = 'CC0-1.0'
const fake = (length) => 'FAKE0planted'.repeat(Math.ceil(length / 12)).slice(0, length)

/** Documents that were made up, with what is planted in each, for the card. */
export function plantDocuments(documents) {
  return [...secrets(), ...personalData(), ...longLines(), ...copies(documents)].map((document) => ({
    licence,
    repo: 'planted/examples',
    ...document,
  }))
}

function secrets() {
  return [
    {
      path: 'planted/deploy/settings.py',
      about: "a cloud access key and its secret (the pair that the cloud's own documentation gives as an example)",
      text: `"""Settings of the staging servers."""\n\nDEBUG = False\nREGION = "eu-central-1"\n\nAWS_ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"\nAWS_SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"\n\nDATABASES = {\n    "default": {\n        "ENGINE": "postgresql",\n        "HOST": "192.0.2.14",\n        "USER": "shop",\n        "PASSWORD": "FAKE-planted-password-1",\n    }\n}\n`,
    },
    {
      path: 'planted/ci/release.sh',
      about: 'tokens of a code host and of a package registry',
      text: `#!/bin/sh\n# Publishes a release. Run it from the root of the checkout.\nset -e\n\nexport CODE_HOST_TOKEN="ghp_${fake(36)}"\nexport REGISTRY_TOKEN="npm_${fake(36)}"\n\ngit tag "v$1"\ngit push --tags\nnpm publish --access public\n`,
    },
    {
      path: 'planted/keys/server.go',
      about: 'a private key, whose body is the word FAKE in base64 over and over',
      text: `package keys\n\n// ServerKey is used when no key file is configured.\nconst ServerKey = \`-----BEGIN RSA PRIVATE KEY-----\n${Array.from({ length: 8 }, () => 'RkFLRSBwbGFudGVkIGtleS4g'.repeat(3).slice(0, 64)).join('\n')}\n-----END RSA PRIVATE KEY-----\`\n`,
    },
    {
      path: 'planted/config/.env',
      about: 'an environment file with passwords, a webhook and a payment key',
      text: `DATABASE_URL=postgres://app:FAKE-planted-password-2@198.51.100.7:5432/app\nSMTP_PASSWORD=FAKE-planted-password-3\nCHAT_WEBHOOK=https://chat.example.com/hooks/T00000000/B00000000/${fake(24)}\nPAYMENT_KEY=sk_test_${fake(24)}\nJWT_SECRET=${fake(32)}\n`,
    },
    {
      path: 'planted/src/ApiClient.java',
      about: 'a bearer token in a header',
      text: `package org.example.client;\n\nimport java.net.URI;\nimport java.net.http.HttpClient;\nimport java.net.http.HttpRequest;\nimport java.net.http.HttpResponse;\n\n/** Reads orders from the shop. */\npublic final class ApiClient {\n    private final HttpClient client = HttpClient.newHttpClient();\n\n    public String orders() throws Exception {\n        HttpRequest request = HttpRequest.newBuilder(URI.create("https://shop.example.com/orders"))\n                .header("Authorization", "Bearer eyJhbGciOiJub25lIn0.${Buffer.from('{"sub":"FAKE planted"}').toString('base64url')}.${fake(43)}")\n                .build();\n        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();\n    }\n}\n`,
    },
  ]
}

function personalData() {
  return [
    {
      path: 'planted/fixtures/customers.sql',
      about: 'names, mail addresses, telephone numbers and addresses on the network, all made up',
      text: `-- Customers for the tests of the invoice module.\nINSERT INTO customer (name, mail, phone, last_ip) VALUES\n${['Erika Mustermann', 'John Q. Public', 'Jane Roe', 'Max Mustermann', 'Иван Иванов', '张三', 'Juan Pérez', 'Anna Nováková'].map((name, index) => `  ('${name}', 'customer${index + 1}@example.com', '+1-202-555-01${String(index + 10)}', '203.0.113.${index + 5}')`).join(',\n')};\n`,
    },
    {
      path: 'planted/notes/TODO.md',
      about: 'a mail address and a telephone number in prose',
      text: `# To do\n\n- Ask Erika (erika.mustermann@example.org, +49 30 23125 000) whether the import of old invoices still runs.\n- Move the job from 192.0.2.14 to the new machine.\n- Remove the password from settings.py before anybody sees it.\n`,
    },
  ]
}

function longLines() {
  const bytes = Buffer.from(Array.from({ length: 9000 }, (_, index) => (index * 31 + (index >> 3)) % 251))
  const rows = Array.from({ length: 900 }, (_, index) => [
    index,
    ((index * 7919) % 1000) / 10,
    ((index * 104_729) % 3600) / 10,
    (index * 13) % 97,
  ])
  return [
    {
      path: 'planted/assets/logo.js',
      about: 'an image in base64 in one line',
      text: `// Keep in step with logo.png.\nexport const logo = "data:image/png;base64,${bytes.toString('base64')}"\n`,
    },
    {
      path: 'planted/data/measurements.csv',
      about: 'a table of numbers',
      text: `id,temperature,direction,count\n${rows.map((row) => row.join(',')).join('\n')}\n`,
    },
    {
      path: 'planted/data/lookup.c',
      about: 'a table of numbers as source code',
      text: `/* Generated by make_lookup.py. Do not edit. */\nstatic const unsigned char lookup[] = {${[...bytes.subarray(0, 6000)].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(',')}};\n`,
    },
    {
      path: 'planted/data/points.json',
      about: 'a data file in one line',
      text: JSON.stringify(rows.map(([id, x, y, z]) => ({ id, x, y, z }))),
    },
  ]
}

/** Copies as forks hold them: some to the byte, some with another name in the head, other line ends, or a few lines less. */
function copies(documents) {
  const sources = documents.filter(
    ({ text, path }) => text.length > 1500 && text.length < 9000 && /\.(py|js|ts|java|go|rs)$/.test(path),
  )
  const chosen = Array.from({ length: 90 }, (_, index) => sources[Math.floor((index * sources.length) / 90)])
  return chosen.map(({ path, text, licence, repo }, index) => {
    const name = path.split('/').slice(1).join('/')
    const change = changes[index % changes.length]
    return { path: `forks/${path.split('/')[0]}/${name}`, text: change.apply(text), licence, repo, about: change.about }
  })
}

const changes = [
  { about: 'a copy to the byte', apply: (text) => text },
  {
    about: 'a copy with a line more at its head',
    apply: (text) => `${commentOf(text)} Copied into this project; keep in step with the original.\n${text}`,
  },
  { about: 'a copy with other line ends', apply: (text) => text.replaceAll(/\r?\n/g, '\r\n') },
  {
    about: 'a copy without every twentieth line',
    apply: (text) =>
      text
        .split('\n')
        .filter((_, index) => index % 20 !== 19)
        .join('\n'),
  },
  {
    about: 'a copy indented otherwise',
    apply: (text) => text.replaceAll(/^(?: {4})+/gm, (indent) => '\t'.repeat(indent.length / 4)),
  },
]

function commentOf(text) {
  return /^(?:#|from |import \w+$|"""|def )/m.test(text) && !text.includes('//') ? '#' : '//'
}

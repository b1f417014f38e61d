/** The card of the sample, in Markdown. */
export function describeSample({ rows, planted, packageCount, sizeBytes }) {
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1)
  const textBytes = rows.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  const distinct = new Set(rows.map(({ text }) => text)).size
  const licences = new Set(rows.map(({ licence }) => licence))
  const marked = planted.filter(({ path }) => path.startsWith('planted/'))
  const forks = planted.filter(({ path }) => path.startsWith('forks/'))
  return `# The sample

What a clean machine opens with, so that Data and Tune show something at once: ${rows.length.toLocaleString('en')} documents with ${megabytes(textBytes)} MB of text from
${packageCount} packages, as \`sample.jsonl.zst\` (${megabytes(sizeBytes)} MB; one JSON object a line with \`text\`, \`path\`, \`language\`, \`licence\` and \`repo\`). It is made by
\`node tools/sample.mjs\`, which fetches every package at the version in \`sample.origins.tsv\` and refuses one whose metadata and licence file
do not both say the licence that is expected; where an archive of sources has no licence file, every file that is taken says it at its head.
The licence files of the packages are documents themselves, as the licences ask.

It is small and chosen to be looked at, not to train on: it has what real crawls have.

| language | documents | MB |
| --- | --- | --- |
${table(rows, ({ language }) => language, 14)}

| licence | documents | MB |
| --- | --- | --- |
${table(rows, ({ licence }) => licence, 20)}

## What to find in it

- **Duplicates.** ${rows.length - distinct} documents are the same to the byte as another one: some packages are there in two versions, and ${forks.length} documents under \`forks/\` are
  copies, in turn to the byte, with a line more at the head, with other line ends, without every twentieth line, and indented otherwise.
- **Generated and minified code.** \`*_pb2.py\` and \`*.pb.go\` from protocol definitions, \`*.min.js\`, tables of Unicode.
- **Data files and long lines.** A list of media types, names of countries in twelve languages, tables of numbers, an image in base64.
- **Other scripts.** Comments and texts in Chinese (fastjson, lancet, pypinyin, element-ui) and Russian (pymorphy3, natasha, razdel).
- **Licences.** ${licences.size} of them as SPDX expressions, all permissive.

## Planted

These documents are made up for the sample. **Every secret and every person in them is fake**: the keys are those that documentation gives as
examples or say FAKE, the addresses are of the ranges kept for documentation (example.com, 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24).

| document | holds |
| --- | --- |
${marked.map(({ path, about }) => `| \`${path}\` | ${about} |`).join('\n')}
`
}

function table(rows, key, most) {
  const groups = new Map()
  for (const row of rows) {
    const group = groups.get(key(row)) ?? { documents: 0, bytes: 0 }
    group.documents++
    group.bytes += Buffer.byteLength(row.text)
    groups.set(key(row), group)
  }
  const sorted = [...groups].sort(([a, x], [b, y]) => y.documents - x.documents || (a < b ? -1 : 1))
  const rest = sorted
    .slice(most)
    .reduce((sum, [, { documents, bytes }]) => ({ documents: sum.documents + documents, bytes: sum.bytes + bytes }), {
      documents: 0,
      bytes: 0,
    })
  const lines = [...sorted.slice(0, most), ...(rest.documents > 0 ? [[`${sorted.length - most} others`, rest]] : [])]
  return lines.map(([name, { documents, bytes }]) => `| ${name} | ${documents} | ${(bytes / 1e6).toFixed(2)} |`).join('\n')
}

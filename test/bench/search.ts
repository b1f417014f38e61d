// Substrings in texts of real length: the first page of what is found, the whole number, the index, and ripgrep over the same texts.
// Usage: npm run bench -- search [--documents N] [--needles N] [--no-peer]
import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { constants, zstdCompressSync } from 'node:zlib'
import { rgPath } from '@vscode/ripgrep'
import { documentQuery } from '#contracts/dataset'
import { createDocumentBrowser } from '#engine/dataset/documents/document-browser'
import { createDocumentWriter, type NewDocument } from '#engine/dataset/documents/document-writer'
import { getProjectFile } from '#engine/dataset/project/project-file'
import { createProjects } from '#engine/dataset/project/projects'
import { createProjectLabels } from '#engine/dataset/review/project-labels'
import { getIndexFile, measureIndex } from '#engine/dataset/search/index/index-file'
import { createTextIndexer } from '#engine/dataset/search/index/text-indexer'
import { statisticsSignals } from '#engine/dataset/signals/statistics'
import { getProjectColumns, noStepResults } from '#engine/tuning/rules/project-columns'
import { createTuning } from '#engine/tuning/tuning'
import { mostMemory } from './peers/process-measures.ts'
import { median, readSourceCorpus } from './source-corpus.ts'

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '20000' },
    needles: { type: 'string', default: '30' },
    'no-peer': { type: 'boolean', default: false },
  },
})
const documentCount = Number(values.documents)
const needleCount = Number(values.needles)
const hasPeer = !values['no-peer']
const pageRows = 100
const batchLength = 500
const log = { info: () => undefined, warn: console.warn, error: console.error }

let state = 0x2545f491
/** A whole number from 0 to `limit` - 1, the same ones in every run. */
function random(limit: number): number {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) % limit
}

const originals = [...readSourceCorpus(96_000_000, 64 * 1024)].filter(({ length }) => length > 0)

/** A real file in which one letter in a hundred or so is another one, so that no two documents are the same. */
function makeText(number: number): Buffer {
  const text = Buffer.from(originals[number % originals.length] as Uint8Array)
  for (let changes = text.length / 50; changes > 0; changes--) {
    const place = random(text.length)
    const byte = text[place] as number
    if (byte >= 97 && byte <= 122) text[place] = 97 + random(26)
  }
  return text
}

const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-search-bench-'))
try {
  console.log(JSON.stringify(await measureSearch()))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measureSearch() {
  await using projects = createProjects({ userDataFolder: path.join(folder, 'user'), log })
  await projects.create(path.join(folder, 'project'), 'Search')
  const project = projects.getOpen('measure searches')
  const textBytes = storeDocuments()
  project.markColumnsChanged('now')
  console.log(`${documentCount} documents, ${(textBytes / 1e6).toFixed(0)} MB`)

  const indexFile = getIndexFile(project.folder)
  const indexMs = await measure(async () => {
    await using indexer = createTextIndexer({ projectFile: getProjectFile(project.folder), indexFile }, console.warn)
    while (await indexer.next(AbortSignal.timeout(86_400_000))) {}
  })
  const indexBytes = measureIndex(indexFile)
  console.log(`index: ${(indexBytes / 1e6).toFixed(0)} MB, ${(textBytes / 1e3 / indexMs).toFixed(1)} MB/s`)

  const tuning = createTuning({ project: () => getProjectColumns(project, noStepResults) })
  using labels = createProjectLabels({ current: projects.current, log })
  const browser = createDocumentBrowser({
    getProject: () => projects.getOpen('measure searches'),
    getDecisions: () => tuning.decide([]),
    loadLabels: labels.load,
  })
  const ask = (needle: string) => {
    const query = documentQuery.parse({ text: JSON.stringify(needle) })
    const sort = { column: 'path', direction: 'ascending' as const }
    return browser.page({ query, sort, columns: [], offset: 0, limit: pageRows })
  }
  // The order of paths, and the threads, are there before anybody searches.
  await ask('no such text as this')

  const firstPages: number[] = []
  const wholes: number[] = []
  const peers: number[] = []
  for (const needle of pickNeedles()) {
    const startedMs = performance.now()
    let page = await ask(needle)
    firstPages.push(performance.now() - startedMs)
    while (page.search.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 5))
      page = await ask(needle)
    }
    wholes.push(performance.now() - startedMs)
    const words = `${JSON.stringify(needle)}: ${page.total} of ${page.search.toLookAt} candidates`
    console.log(`${words}, first page ${firstPages.at(-1)?.toFixed(1)} ms, all ${wholes.at(-1)?.toFixed(1)} ms`)
    if (hasPeer) peers.push(await measure(async () => expectSame(needle, page.total)))
  }
  return {
    documents: documentCount,
    text_mb: round(textBytes / 1e6),
    first_page_p95_ms: round(percentile(firstPages, 0.95)),
    first_page_median_ms: round(median(firstPages)),
    all_found_p95_ms: round(percentile(wholes, 0.95)),
    index_mb: round(indexBytes / 1e6),
    index_mb_s: round(textBytes / 1e3 / indexMs),
    peak_rss_mb: round(mostMemory() / 1e6),
    ratios: hasPeer
      ? {
          first_page_to_ripgrep: round(median(firstPages) / median(peers), 4),
          all_found_to_ripgrep: round(median(wholes) / median(peers), 4),
          index_to_text: round(indexBytes / textBytes, 3),
        }
      : { index_to_text: round(indexBytes / textBytes, 3) },
  }

  function storeDocuments(): number {
    const writer = createDocumentWriter(project.database)
    const about = { repo: null, commit: null, licence: null }
    const sourceId = writer.ensureSource({ kind: 'folder', location: { folder: '/bench' }, name: 'bench', ...about })
    let sizeBytes = 0
    for (let start = 0; start < documentCount; start += batchLength) {
      const batch: NewDocument[] = []
      for (let number = start; number < Math.min(start + batchLength, documentCount); number++) {
        const text = makeText(number)
        sizeBytes += text.length
        batch.push(toDocument(text, number))
      }
      writer.addDocuments(sourceId, batch)
    }
    return sizeBytes
  }
}

function toDocument(text: Buffer, number: number): NewDocument {
  const name = `${String(Math.floor(number / 1000)).padStart(5, '0')}/${number}.ts`
  if (hasPeer) {
    const file = path.join(folder, 'texts', name)
    if (number % 1000 === 0) mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const statistics = new Float64Array(statisticsSignals.length)
  statistics[0] = text.length
  return {
    ...{ ordinal: number, path: name, language: 'TypeScript', licence: null, repo: null, stars: null, metadata: null },
    ...{ sizeBytes: text.length, hash: hash('md5', text, 'buffer'), statistics },
    zstd: zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  }
}

/** Pieces of the texts as somebody may look for them, and words that are in very many and in none. */
function pickNeedles(): string[] {
  const needles = ['import', 'Copyright', 'addEventListener', 'no such text at all']
  while (needles.length < needleCount) {
    const text = Buffer.from(originals[random(originals.length)] as Uint8Array).toString('latin1')
    const start = random(text.length)
    const needle = text.slice(start, start + 5 + random(16))
    if (/^[\x21-\x7e][\x20-\x7e]{3,}[\x21-\x7e]$/.test(needle) && !needles.includes(needle)) needles.push(needle)
  }
  return needles
}

/** Both look at the same texts, so they must find the same number of them. */
function expectSame(needle: string, total: number): void {
  const args = ['--files-with-matches', '--fixed-strings', '--ignore-case', '--no-ignore', '--hidden', '--text', '-e', needle]
  const { stdout } = spawnSync(rgPath, [...args, path.join(folder, 'texts')], { encoding: 'utf8', maxBuffer: 1 << 30 })
  const found = stdout.split('\n').length - 1
  if (found !== total) throw new Error(`ripgrep finds ${needle} in ${found} texts, and the search in ${total}.`)
}

async function measure(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

function percentile(numbers: readonly number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? 0
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits))
}

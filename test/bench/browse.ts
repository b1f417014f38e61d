// Browsing a project of any size, as a page asks for it: the first sort by a signal, pages at random places of several orders, and facets.
// `npm run bench -- browse [--documents N]`. Texts are short, so that ten million fit on a disk; what is measured does not read them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { zstdCompressSync } from 'node:zlib'
import { type DocumentQuery, type DocumentSort, documentQuery } from '#contracts/dataset'
import { createDocumentWriter, type NewDocument } from '#engine/dataset/documents/document-writer'
import { createProjects } from '#engine/dataset/project/projects'
import { createEngine } from '#engine/engine'
import { createForkLauncher } from '#engine/platform/inference'

const { values: options } = parseArgs({ options: { documents: { type: 'string', default: '10000000' } } })
const documentCount = Number(options.documents)
const pageCount = 200
const pageLength = 100
const languages = ['Python', 'TypeScript', 'C++', 'Go', 'Rust', 'Java', 'Markdown', 'JSON']

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-bench-'))
const projectFolder = path.join(folder, 'project')
const log = { info() {}, warn() {}, error: (message: string, fields?: object) => console.error(message, fields) }
let seed = 1

try {
  const startMs = performance.now()
  await makeProject()
  console.log(`made ${documentCount} documents in ${((performance.now() - startMs) / 1000).toFixed(0)} s`)
  await browse()
} finally {
  rmSync(folder, { recursive: true })
}

async function browse(): Promise<void> {
  await using engine = await createEngine({
    userDataFolder: path.join(folder, 'user'),
    bundledModelsFolder: path.join(folder, 'none'),
    sampleFile: path.join(folder, 'none'),
    host: {
      info: { kind: 'web', version: 'bench', platform: 'linux', dialogs: false },
      pickPath: null,
      showFile: null,
      watchCommands: null,
    },
    inference: createForkLauncher({ entry: path.join(root, 'main/inference/main.ts') }),
    log,
  })
  const { client } = engine
  const openMs = await measure(() => client.dataset.openProject({ folder: projectFolder }))
  const any = documentQuery.parse({})
  const sorts: DocumentSort[] = ['lines', 'size', 'mean_line_length', 'alphabetic_fraction'].flatMap((column) => [
    { column, direction: 'ascending' as const },
    { column, direction: 'descending' as const },
  ])
  const ask = (query: DocumentQuery, sort: DocumentSort, offset: number) =>
    client.dataset.page({ query, sort, columns: ['size', 'lines', 'max_line_length'], offset, limit: pageLength })
  const firstSortMs = await measure(() => ask(any, sorts[0] as DocumentSort, 0))
  const otherSortsMs: number[] = []
  for (const sort of sorts.slice(1)) otherSortsMs.push(await measure(() => ask(any, sort, 0)))
  console.log(
    `open ${openMs.toFixed(0)} ms, first sorts ${[firstSortMs, ...otherSortsMs].map((ms) => ms.toFixed(0)).join(', ')} ms`,
  )

  const pagesMs: number[] = []
  for (let page = 0; page < pageCount; page++) {
    const offset = Math.floor(random() * Math.max(1, documentCount - pageLength))
    pagesMs.push(await measure(() => ask(any, sorts[page % sorts.length] as DocumentSort, offset)))
  }
  const facetsMs: number[] = []
  for (let round = 0; round < 40; round++) {
    const query = { ...any, languages: round % 2 === 0 ? [] : [languages[round % languages.length] as string] }
    facetsMs.push(await measure(() => client.dataset.facets({ query })))
  }
  console.log(`pages p50 ${quantile(pagesMs, 0.5).toFixed(1)} ms, facets p50 ${quantile(facetsMs, 0.5).toFixed(1)} ms`)
  console.log(
    JSON.stringify({
      documents: documentCount,
      open_ms: Math.round(openMs),
      first_sort_ms: Math.round(firstSortMs),
      page_p95_ms: Math.round(quantile(pagesMs, 0.95) * 10) / 10,
      facets_p95_ms: Math.round(quantile(facetsMs, 0.95) * 10) / 10,
      peak_rss_mb: Math.round(readPeakBytes() / 1e6),
    }),
  )
}

async function makeProject(): Promise<void> {
  const projects = createProjects({ userDataFolder: path.join(folder, 'making'), log })
  await projects.create(projectFolder, 'Bench')
  const { database } = projects.getOpen('fill it')
  database.pragma('synchronous = OFF')
  const writer = createDocumentWriter(database)
  const sourceId = writer.ensureSource({
    ...{ kind: 'folder', location: { path: '/code' }, name: 'code', repo: null, commit: null, licence: null },
  })
  const texts = Array.from({ length: 64 }, (_, index) => zstdCompressSync(`print(${index})\n`))
  for (let firstId = 0; firstId < documentCount; firstId += 10_000) {
    const length = Math.min(10_000, documentCount - firstId)
    writer.addDocuments(
      sourceId,
      Array.from({ length }, (_, index) => makeDocument(firstId + index, texts)),
    )
  }
  await projects[Symbol.asyncDispose]()
}

function makeDocument(ordinal: number, texts: readonly Uint8Array[]): NewDocument {
  const lines = 1 + Math.floor(10 ** (random() * 4))
  const meanLength = 5 + random() * 60
  const hash = Buffer.alloc(16)
  hash.writeUInt32LE(ordinal)
  return {
    ordinal,
    path: `pkg${ordinal % 997}/module${ordinal % 89}/file${ordinal}.txt`,
    language: languages[Math.floor(random() ** 2 * languages.length)] as string,
    licence: null,
    repo: null,
    stars: null,
    metadata: null,
    sizeBytes: Math.round(lines * meanLength),
    hash,
    zstd: texts[ordinal % texts.length] as Uint8Array,
    statistics: Float64Array.of(lines * meanLength, lines, meanLength, meanLength * (1 + random() * 5), random(), random()),
  }
}

/** The same numbers at every run. Mulberry32 (Tommy Ettinger, 2017). */
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Of this process, the engine's loops being in it. */
function readPeakBytes(): number {
  return process.platform === 'linux'
    ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024
    : process.resourceUsage().maxRSS * 1024
}

// How fast sources of every kind become documents, and in how much memory. `npm run bench -- import [--documents N]`.
// The peer, DuckDB, reads the same Parquet into a table of its own: no hash, statistics or language, and no text compressed by itself.
import { execFileSync, spawnSync } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createZstdCompress } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { createRowGenerator } from './code-rows.ts'

const { values: options } = parseArgs({ options: { documents: { type: 'string', default: '100000' } } })
const documentCount = Number(options.documents)
/** A file each: more tell nothing new and take an hour to write. */
const fileCount = Math.min(documentCount, 50_000)

const partCount = Math.ceil(fileCount / 12_500)

const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-bench-'))
const makeRow = createRowGenerator()

interface Result {
  seconds: number
  documentCount: number
  sizeBytes: number
  peakRssMb: number
}

try {
  const jsonl = path.join(folder, 'data.jsonl.zst')
  const parquet = path.join(folder, 'data.parquet')
  const tree = path.join(folder, 'tree')
  await pipeline(Readable.from(listLines()), createZstdCompress(), createWriteStream(jsonl))
  await runDuckDb(`COPY (SELECT * FROM read_json('${jsonl}', format = 'newline_delimited', maximum_object_size = 16777216))
    TO '${parquet}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10000)`)
  writeTree(tree)
  const results = {
    jsonl: importOnce('jsonl', jsonl),
    parquet: importOnce('parquet', parquet),
    folder: importOnce('folder', tree),
    git: commitAll(tree) ? importOnce('git', tree) : null,
  }
  const duckDbSeconds = await measureDuckDb(parquet)
  const speed = (result: Result | null) => result && round(result.sizeBytes / 1e6 / result.seconds)
  console.log(
    JSON.stringify({
      documents: documentCount,
      input_mb: round(results.jsonl.sizeBytes / 1e6),
      jsonl_zst_mb_s: speed(results.jsonl),
      parquet_mb_s: speed(results.parquet),
      folder_mb_s: speed(results.folder),
      git_mb_s: speed(results.git),
      peak_rss_mb: Math.round(Math.max(...Object.values(results).map((each) => each?.peakRssMb ?? 0))),
      ratios: { parquet_speed_against_duckdb: round(duckDbSeconds / results.parquet.seconds) },
    }),
  )
} finally {
  rmSync(folder, { recursive: true })
}

function* listLines(): Generator<string> {
  for (let number = 0; number < documentCount; number++) yield `${JSON.stringify(makeRow(number))}\n`
}

/** Some twenty files in a folder, as in most repositories: a folder for each file would mostly measure folders. */
function writeTree(tree: string): void {
  for (let number = 0; number < fileCount; number++) {
    const row = makeRow(number)
    const place = row.path.replace(/^(?:copies\/\d+\/)?d\d+\/\d+\//, '')
    const file = path.join(tree, `part-${number % partCount}`, path.dirname(place), `${number}-${path.basename(place)}`)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, row.content)
  }
}

/** Makes a repository of a folder; false where git is not installed. */
function commitAll(tree: string): boolean {
  if (spawnSync('git', ['--version']).status !== 0) return false
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'gc.auto=0', '-c', 'user.name=bench', '-c', 'user.email=bench@example.org', ...args], {
      cwd: tree,
    })
  git('init', '--quiet')
  git('add', '--force', '--all')
  git('commit', '--quiet', '--message', 'All')
  git('gc', '--quiet')
  return true
}

function importOnce(kind: string, input: string): Result {
  const script = fileURLToPath(new URL('peers/import-once.ts', import.meta.url))
  const project = path.join(folder, `project-${kind}`)
  const { status, stdout } = spawnSync(process.execPath, [script, project, kind, input, path.join(folder, 'user')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`Importing ${input} failed.`)
  const result: Result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  rmSync(project, { recursive: true })
  const { sizeBytes, seconds, peakRssMb } = result
  console.log(
    `${kind}: ${result.documentCount} documents, ${round(sizeBytes / 1e6)} MB in ${round(seconds)} s, at most ${round(peakRssMb)} MB`,
  )
  return result
}

async function measureDuckDb(parquet: string): Promise<number> {
  const startMs = performance.now()
  await runDuckDb(`CREATE TABLE documents AS SELECT * FROM read_parquet('${parquet}')`, path.join(folder, 'peer.duckdb'))
  return (performance.now() - startMs) / 1000
}

async function runDuckDb(sql: string, file = ':memory:'): Promise<void> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  try {
    await connection.run(sql)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { AppError } from '#contracts/errors'
import { toFileError } from '../../../platform/file-error.ts'
import { readRegularFile } from '../../../platform/regular-file.ts'

/** One text of an entry of a benchmark that must not be trained on. */
export interface BenchmarkText {
  /** "HumanEval/12" */
  readonly entry: string
  /** Which of its fields: "prompt". */
  readonly field: string
  readonly text: string
}

/** What a benchmark is told by, and where its texts are: the rest of an entry names and checks. */
const known = [
  // HumanEval (Chen et al. 2021), HumanEval+ and translations of it.
  { has: ['prompt', 'canonical_solution'], fields: ['prompt', 'canonical_solution', 'test'] },
  // MBPP (Austin et al. 2021) and its sanitized form.
  { has: ['code', 'test_list'], fields: ['text', 'prompt', 'code', 'test_list'] },
  // DS-1000 (Lai et al. 2022).
  { has: ['prompt', 'reference_code'], fields: ['prompt', 'reference_code'] },
  // APPS (Hendrycks et al. 2021).
  { has: ['question', 'solutions'], fields: ['question', 'solutions', 'starter_code'] },
  // MultiPL-E (Cassano et al. 2022).
  { has: ['prompt', 'tests', 'language'], fields: ['prompt', 'tests'] },
]
const names = ['task_id', 'problem_id', 'question_id', 'name', 'id']
/** Deeper ones hold measurements, not texts. */
const maxDepth = 4

/**
 * Reads a benchmark: JSON Lines, or one array in JSON, plain or packed by gzip. Where its kind is not known, every text of an entry counts but
 * for its name. Fails with `file.not-found`, `file.failed`, or `input.invalid`, which names the line.
 */
export async function readBenchmark(file: string): Promise<BenchmarkText[]> {
  const text = await readText(file)
  const title = basename(file)
    .replace(/\.(?:jsonl?|ndjson|gz)$/gi, '')
    .replace(/\.(?:jsonl?|ndjson)$/i, '')
  return parseEntries(text, file).flatMap(({ line, entry }) => readEntry(entry, `${title}, line ${line}`))
}

async function readText(file: string): Promise<string> {
  try {
    const bytes = await readRegularFile(file)
    return new TextDecoder().decode(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes)
  } catch (error) {
    throw toFileError(error, file, 'Reading the benchmark')
  }
}

type Entry = Record<string, unknown>

function parseEntries(text: string, file: string): { line: number; entry: Entry }[] {
  if (text.trimStart().startsWith('[')) {
    const list: unknown = parse(text, file, 1)
    return Array.isArray(list) ? list.map((entry, index) => ({ line: index + 1, entry: toEntry(entry, file, index + 1) })) : []
  }
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    return [{ line: index + 1, entry: toEntry(parse(line, file, index + 1), file, index + 1) }]
  })
}

function parse(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(file, line, 'is not JSON', error)
  }
}

function toEntry(value: unknown, file: string, line: number): Entry {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Entry
  throw invalid(file, line, 'is no object of JSON, as an entry of a benchmark is')
}

function invalid(file: string, line: number, reason: string, cause?: unknown): AppError<'input.invalid'> {
  const details = { field: 'benchmarks', reason: `line ${line} ${reason}` }
  return new AppError('input.invalid', `The benchmark ${file} could not be read: line ${line} ${reason}.`, details, { cause })
}

function readEntry(entry: Entry, otherwise: string): BenchmarkText[] {
  const name = names.map((key) => entry[key]).find((value) => typeof value === 'string' || typeof value === 'number')
  const kind = known.find(({ has }) => has.every((key) => key in entry))
  const fields = kind?.fields ?? Object.keys(entry).filter((key) => !names.includes(key))
  const title =
    typeof name === 'string' && /\D/.test(name) ? name : `${otherwise.split(',')[0]}/${name ?? otherwise.split(', ')[1]}`
  return fields.flatMap((field) => listTexts(entry[field], 0).map((text) => ({ entry: title, field, text })))
}

function listTexts(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth >= maxDepth) return []
  return Object.values(value).flatMap((part) => listTexts(part, depth + 1))
}

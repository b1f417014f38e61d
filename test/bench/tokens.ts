import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { zstdDecompressSync } from 'node:zlib'
import { getLlama } from 'node-llama-cpp'
import { measureText } from '#native'
import {
  estimateTokens,
  tokenizerOfEstimate,
  tokensByKind,
  tokensByLanguage,
} from '../../main/engine/curation/tokens/estimate-tokens.ts'
import { median, toBatch } from './source-corpus.ts'

/**
 * How well tokens are estimated from what every import measures, and where the numbers of the estimate come from: documents as JSON Lines
 * (`text`, `language`; the sample data by default) are cut by the tokenizer of a model, and tokens for a letter, a digit and another
 * character are fitted by least squares, each document weighing by its size, then one factor for each language. Every second document is
 * estimated by the numbers of the others, and by bytes for a token alone. Run it with `npm run bench -- tokens [--model FILE] [FILE]`;
 * the last line is one JSON object.
 */
const { values, positionals } = parseArgs({
  options: { model: { type: 'string', default: `assets/models/${tokenizerOfEstimate}.gguf` } },
  allowPositionals: true,
})
const file = positionals[0] ?? 'assets/sample/sample.jsonl.zst'

interface Measured {
  readonly language: string
  readonly bytes: number
  readonly tokens: number
  readonly alphabetic: number
  readonly alphanumeric: number
  /** Bytes of letters, of digits, of others. */
  readonly kinds: readonly [number, number, number]
}

async function readMeasured(): Promise<{ documents: Measured[]; megabytesPerSecond: number }> {
  const stored = readFileSync(file)
  const lines = (file.endsWith('.zst') ? zstdDecompressSync(stored) : stored).toString('utf8').trim().split('\n')
  const rows = lines.map((line) => JSON.parse(line) as { text: string; language: string }).filter(({ text }) => text !== '')
  const llama = await getLlama({ gpu: false, build: 'never' })
  const model = await llama.loadModel({ modelPath: values.model, vocabOnly: true })
  const measures = await measureText(toBatch(rows.map(({ text }) => Buffer.from(text))))
  let seconds = 0
  const documents = rows.map(({ text, language }, place): Measured => {
    const [bytes = 0, , , , alphabetic = 0, alphanumeric = 0] = measures.subarray(6 * place, 6 * place + 6)
    const began = performance.now()
    const tokens = model.tokenize(text, false, 'trimLeadingSpace').length
    seconds += (performance.now() - began) / 1000
    const kinds = [bytes * alphabetic, bytes * (alphanumeric - alphabetic), bytes * (1 - alphanumeric)] as const
    return { language, bytes, tokens, alphabetic, alphanumeric, kinds }
  })
  await llama.dispose()
  return { documents, megabytesPerSecond: sum(documents, ({ bytes }) => bytes) / 1e6 / seconds }
}

function sum(documents: readonly Measured[], of: (document: Measured) => number): number {
  return documents.reduce((total, document) => total + of(document), 0)
}

const dot = (one: readonly number[], other: readonly number[]) =>
  one.reduce((total, value, place) => total + value * (other[place] as number), 0)

/** Tokens for a byte of each kind. */
function fitKinds(documents: readonly Measured[]): number[] {
  const rows = [0, 1, 2].map((row) => [
    ...[0, 1, 2].map((column) => sum(documents, ({ kinds, bytes }) => ((kinds[row] ?? 0) * (kinds[column] ?? 0)) / bytes)),
    sum(documents, ({ kinds, bytes, tokens }) => ((kinds[row] ?? 0) * tokens) / bytes),
  ])
  // Gauss and Jordan; the matrix is positive definite, so no pivot is 0.
  for (const [place, pivot] of rows.entries()) {
    for (const [other, row] of rows.entries()) {
      if (other === place) continue
      const factor = (row[place] as number) / (pivot[place] as number)
      for (let column = place; column < 4; column++) row[column] = (row[column] as number) - factor * (pivot[column] as number)
    }
  }
  return rows.map((row, place) => (row[3] as number) / (row[place] as number))
}

/** By language, what an estimate is to be multiplied with. */
function fitLanguages(documents: readonly Measured[], estimate: (document: Measured) => number): Map<string, number> {
  const byLanguage = Map.groupBy(documents, ({ language }) => language)
  return new Map(
    Array.from(byLanguage, ([language, list]) => [language, sum(list, ({ tokens }) => tokens) / sum(list, estimate)]),
  )
}

/** Errors of the totals, of all and of the worst of the languages that have 100 kB, and the median error of a document, in percent. */
function judge(documents: readonly Measured[], estimate: (document: Measured) => number) {
  const errorOf = (list: readonly Measured[]) => round(100 * (sum(list, estimate) / sum(list, ({ tokens }) => tokens) - 1))
  const languages = Array.from(Map.groupBy(documents, ({ language }) => language))
    .filter(([, list]) => sum(list, ({ bytes }) => bytes) >= 100_000)
    .map(([language, list]): [string, number] => [language, errorOf(list)])
  return {
    total: errorOf(documents),
    document_median: round(100 * median(documents.map((each) => Math.abs(estimate(each) / each.tokens - 1)))),
    languages: Object.fromEntries(languages),
  }
}

const round = (value: number) => Math.round(value * 1000) / 1000

const { documents, megabytesPerSecond } = await readMeasured()
const [learned, held] = [documents.filter((_, place) => place % 2 === 1), documents.filter((_, place) => place % 2 === 0)]
const bytes = fitLanguages(learned, (each) => each.bytes)
const kinds = fitKinds(learned)
const byKind = (each: Measured) => dot(kinds, each.kinds)
const factors = fitLanguages(learned, byKind)
const all = fitKinds(documents)
console.log(
  JSON.stringify({
    documents: documents.length,
    megabytes: round(sum(documents, (each) => each.bytes) / 1e6),
    tokenizer_megabytes_per_second: round(megabytesPerSecond),
    held_out_bytes_by_language: judge(held, (each) => each.bytes * (bytes.get(each.language) ?? 0.35)),
    held_out_kinds_by_language: judge(held, (each) => byKind(each) * (factors.get(each.language) ?? 1)),
    as_shipped: judge(documents, (each) => estimateTokens({ ...each, sizeBytes: each.bytes })),
    fitted: {
      kinds: all.map(round),
      languages: Object.fromEntries(
        Array.from(
          fitLanguages(documents, (each) => dot(all, each.kinds)),
          ([language, factor]) => [language, round(factor)],
        ),
      ),
    },
    shipped: { kinds: tokensByKind, languages: Object.fromEntries(tokensByLanguage) },
  }),
)

import { fileURLToPath } from 'node:url'
import { createDocumentMeasurer } from '#engine/curation/steps/syntax/document-measurer'
import { syntaxLanguages } from '#engine/curation/steps/syntax/languages/languages'
import { openSyntaxParser, type SyntaxGrammar, type SyntaxParser } from '#engine/platform/syntax/syntax-parser'
import { median } from './source-corpus.ts'
import { comparePeers, type MeasuredFile } from './syntax-agreement.ts'
import { readSyntaxCorpus, type SourceFile } from './syntax-corpus.ts'

/**
 * Speed of the step `syntax` on one thread, in processor time: each language by itself, beside a parse without the walk, in turns after a
 * round to warm up. Then how far it agrees with Lizard and Radon about functions and their cyclomatic complexity, and with pygount about
 * the order of files by comments. `npm run bench -- syntax FOLDER...` takes the source files below folders, by default those of the
 * installed packages; the last line is one JSON object.
 */
const languageBytes = 4 * 1024 * 1024
const rounds = 3
const generous = { seconds: 600, hundredOperations: 1e9, isWanted: () => true }

const [, , ...given] = process.argv
const folders = given.length > 0 ? given : [fileURLToPath(new URL('../../node_modules', import.meta.url))]
using parser = await openSyntaxParser(2 ** 31 - 2 ** 16)
const measurer = createDocumentMeasurer({ parser, maxSeconds: 600 })
const result: Record<string, unknown> = {}
const ratios: Record<string, number> = {}

for (const [language, files] of readSyntaxCorpus(folders, languageBytes)) {
  const grammarName = syntaxLanguages.find(({ names }) => names.includes(language))?.grammar
  if (grammarName === undefined) continue
  const grammar = await parser.loadGrammar(grammarName)
  const times: { parse: number[]; measure: number[] } = { parse: [], measure: [] }
  let measured: MeasuredFile[] = []
  for (let round = 0; round <= rounds; round++) {
    const parse = takeTime(() => parseAll(parser, grammar, files))
    const startUs = process.cpuUsage().user
    measured = await measureAll(files)
    if (round === 0) continue
    times.parse.push(parse)
    times.measure.push((process.cpuUsage().user - startUs) / 1e6)
  }
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6
  const rate = (seconds: readonly number[]) => Number((megabytes / median(seconds)).toFixed(2))
  ratios[language] = Number((median(times.measure) / median(times.parse)).toFixed(2))
  result[language] = {
    files: files.length,
    mb: Number(megabytes.toFixed(1)),
    mb_s_per_core: { measure: rate(times.measure), parse: rate(times.parse) },
    ...comparePeers(measured),
  }
  console.log(`${language}: ${JSON.stringify(result[language])}`)
}
console.log(JSON.stringify({ languages: result, ratios: { measure_to_parse: ratios } }))

function takeTime(work: () => void): number {
  const startUs = process.cpuUsage().user
  work()
  return (process.cpuUsage().user - startUs) / 1e6
}

function parseAll(own: SyntaxParser, grammar: SyntaxGrammar, files: readonly SourceFile[]): void {
  for (const { bytes } of files) {
    const tree = own.parse(Buffer.from(bytes).toString('utf8'), grammar, generous)
    if (typeof tree !== 'string') tree[Symbol.dispose]()
  }
}

async function measureAll(files: readonly SourceFile[]): Promise<MeasuredFile[]> {
  const measured: MeasuredFile[] = []
  for (const file of files) {
    const measures = await measurer.measure(file.bytes, file.language, () => true)
    if (measures !== null && typeof measures !== 'string') measured.push({ file, measures })
  }
  return measured
}

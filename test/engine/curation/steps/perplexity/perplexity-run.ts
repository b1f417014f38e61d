import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { perplexity } from '../../../../../main/engine/curation/steps/perplexity/perplexity.ts'
import { perplexityParameters } from '../../../../../main/engine/curation/steps/perplexity/perplexity-parameters.ts'
import type { StepOutput } from '../../../../../main/engine/curation/steps/step.ts'
import { makeStepBatch } from '../make-step-batch.ts'

export interface TestDocument {
  readonly text: string
  readonly language?: string
  /** Of the queries that match it beside the empty one. */
  readonly query?: string
}

const never = new AbortController().signal

/** Prepares the step on a corpus, in a folder that is removed at the end. */
export async function preparePerplexity(corpus: readonly TestDocument[], parameters: object, batchLength = 7) {
  const root = mkdtempSync(path.join(tmpdir(), 'codeshell-perplexity-'))
  const [folder, temporaryFolder] = [path.join(root, 'prepared'), path.join(root, 'temporary')]
  mkdirSync(folder)
  mkdirSync(temporaryFolder)
  const common = { parameters: perplexityParameters.parse(parameters), temporaryFolder, memoryBytes: 64 << 20 }
  const log: string[] = []
  const dispose = () => rmSync(root, { recursive: true })
  try {
    const prepared = await perplexity.prepare?.({
      ...common,
      folder,
      signal: never,
      async *selectDocuments(query) {
        const chosen = corpus.filter((document) => query === '' || document.query === query)
        for (let at = 0; at < chosen.length; at += batchLength) yield makeStepBatch(chosen.slice(at, at + batchLength))
      },
      progress: () => {},
      log: (message) => log.push(message),
    })
    if (!prepared) throw new Error('nothing was prepared')
    return {
      prepared,
      log,
      leftBehind: readdirSync(temporaryFolder),
      /** In batches of this length. */
      async run(documents: readonly TestDocument[], length = documents.length): Promise<StepOutput> {
        await using opened = await perplexity.open({ ...common, prepared })
        const outputs: StepOutput[] = []
        for (let at = 0; at < documents.length; at += length) {
          outputs.push(await opened.run(makeStepBatch(documents.slice(at, at + length)), never))
        }
        const names = Object.keys(outputs[0]?.signals ?? {})
        const all = (name: string) => Float32Array.from(outputs.flatMap(({ signals }) => [...(signals[name] ?? [])]))
        return { signals: Object.fromEntries(names.map((name) => [name, all(name)])), problems: outputs[0]?.problems ?? [] }
      },
      [Symbol.dispose]: dispose,
    }
  } catch (error) {
    dispose()
    throw error
  }
}

/** Small functions, none like another, from a fixed sequence of words. */
export function writeFunctions(count: number, seed = 1): string[] {
  const words = ['read', 'write', 'open', 'close', 'line', 'file', 'name', 'size', 'count', 'total', 'index', 'value']
  let state = seed
  const next = () => {
    state = (state * 48271) % 2147483647
    return words[state % words.length] as string
  }
  return Array.from({ length: count }, () => {
    const [name, first, second] = [next(), next(), next()]
    return `def ${name}_${first}(${second}):\n    ${first} = ${next()}(${second})\n    return ${first}.${next()}\n`
  })
}

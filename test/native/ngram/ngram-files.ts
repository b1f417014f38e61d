import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type DocumentBatch, openNgramModel, type TrainNgramModelOptions, trainNgramModel } from '#native'
import { toBatch } from '../base/document-batch.ts'

/** A folder for models, removed with all that is in it at the end. */
export function createModelFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-ngram-'))
  const temporaryFolder = path.join(folder, 'temporary')
  mkdirSync(temporaryFolder)
  return {
    temporaryFolder,
    file: (name: string) => path.join(folder, name),
    has: (name: string) => existsSync(path.join(folder, name)),
    /** What lies in the folder but the temporary folder, and what lies in that. */
    list: () => [...readdirSync(folder).filter((name) => name !== 'temporary'), ...readdirSync(temporaryFolder)],
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export type ModelFolder = ReturnType<typeof createModelFolder>

export function textBatch(...documents: string[]): DocumentBatch {
  return toBatch(documents.map((document) => new TextEncoder().encode(document)))
}

/** Trains on sentences of words. */
export async function trainOnText(folder: ModelFolder, text: string, options: Partial<TrainNgramModelOptions> = {}) {
  const outputFile = folder.file('model')
  const report = await trainNgramModel({
    documents: [textBatch(text)],
    outputFile,
    temporaryFolder: folder.temporaryFolder,
    tokens: 'words',
    memoryBytes: 16 * 1024 * 1024,
    ...options,
  })
  return { report, outputFile: options.outputFile ?? outputFile }
}

/** Base-10 logarithms of the probabilities of all tokens. */
export async function scoreText(file: string, text: string): Promise<number[]> {
  using model = openNgramModel(file)
  const { log10Probabilities } = await model.scoreTokens(new TextEncoder().encode(text))
  return [...log10Probabilities]
}

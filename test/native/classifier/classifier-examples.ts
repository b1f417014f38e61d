import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { type Classifier, type ClassifierTrainingOptions, openClassifier, trainClassifier } from '#native'
import { toBatch } from '../base/document-batch.ts'
import type { ReferenceExample } from './classifier-reference.ts'

/** Goes after the tests. */
export const folder = mkdtempSync(path.join(tmpdir(), 'classifier-'))
let fileCount = 0

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A file that is not there. */
export function nextFile(): string {
  return path.join(folder, `${fileCount++}.classifier`)
}

export function toDocuments(examples: readonly ReferenceExample[]): Uint8Array[] {
  return examples.map(({ text }) => new TextEncoder().encode(text))
}

export function toLabelled(examples: readonly ReferenceExample[]) {
  const labelled = { batch: toBatch(toDocuments(examples)), labels: examples.map(({ label }) => label) }
  return examples[0]?.signals.length ? { ...labelled, signals: toSignals(examples) } : labelled
}

export function toSignals(examples: readonly ReferenceExample[]): Float64Array {
  return Float64Array.from(examples.flatMap(({ signals }) => signals))
}

export async function train(
  examples: readonly ReferenceExample[],
  options: Partial<ClassifierTrainingOptions> = {},
): Promise<string> {
  const outputFile = nextFile()
  const signalCount = examples[0]?.signals.length ?? 0
  await trainClassifier({ batches: [toLabelled(examples)], buckets: 5000, signalCount, outputFile, ...options })
  return outputFile
}

export async function withClassifier<Result>(file: string, use: (classifier: Classifier) => Promise<Result>): Promise<Result> {
  using classifier = await openClassifier(file)
  return await use(classifier)
}

export function createNumbers(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/** Documents of words that all classes share and few that only their class has. */
export function makeExamples(count: number, classCount: number, seed = 1): ReferenceExample[] {
  const next = createNumbers(seed)
  return Array.from({ length: count }, () => {
    const label = next(classCount)
    const words = Array.from({ length: 30 }, (_, at) => (at % 6 === 0 ? `class${label}word${next(20)}` : `common${next(300)}`))
    return { text: words.join(next(2) === 0 ? ' ' : ';\n'), label, signals: [] }
  })
}

export function countRight(examples: readonly ReferenceExample[], probabilities: Float32Array, classCount: number): number {
  return examples.filter(({ label }, index) => {
    if (classCount === 2) return (probabilities[index] ?? 0) > 0.5 === (label === 1)
    const row = [...probabilities.subarray(index * classCount, (index + 1) * classCount)]
    return row.indexOf(Math.max(...row)) === label
  }).length
}

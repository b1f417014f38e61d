import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { computeSignatures, type DocumentBatch, type MinHashOptions, notDuplicate, openDuplicateIndex } from '#native'
import { mostMemory, timeCpu } from './process-measures.ts'

/**
 * Answers as `minhash.py` does, with the native kernels. Arguments: tokens, a file of all documents, a JSON file of their offsets.
 * "hash" is "sign": shingles are never made as strings.
 */
const [tokens = 'words', dataFile = '', offsetsFile = ''] = process.argv.slice(2)
const options = { tokens: tokens as NonNullable<MinHashOptions['tokens']> }
const bands = { bands: 25, rows: 10 }
const partDocuments = 100

const bytes = new Uint8Array(readFileSync(dataFile))
const offsets = Float64Array.from(JSON.parse(readFileSync(offsetsFile, 'utf8')) as number[])

/** Parts of the documents, of the same size as those of `minhash.py`. */
function* listParts(): Generator<{ batch: DocumentBatch; first: number }> {
  for (let first = 0; first + 1 < offsets.length; first += partDocuments) {
    const part = offsets.subarray(first, first + partDocuments + 1)
    const start = part[0] ?? 0
    yield { batch: { bytes: bytes.subarray(start, part.at(-1)), offsets: part.map((offset) => offset - start) }, first }
  }
}

async function sign(): Promise<void> {
  for (const { batch } of listParts()) await computeSignatures(batch, options)
}

/** The smallest id of each cluster is kept. */
async function findRemoved(): Promise<number[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'minhash-peer-'))
  try {
    await using index = await openDuplicateIndex({ folder, options, memoryBytes: 16 * 1024 * 1024 })
    for (const { batch, first } of listParts()) await index.add(batch, first)
    const { ids, duplicateOf } = await index.findDuplicates({ bands })
    return Array.from(ids.filter((_, place) => duplicateOf[place] !== notDuplicate))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function answer(question: string): Promise<object> {
  switch (question) {
    case 'ready':
      return {}
    case 'sign':
    case 'hash':
      return { seconds: (await timeCpu(sign)).seconds }
    case 'deduplicate': {
      const { seconds, result } = await timeCpu(findRemoved)
      return { seconds, removed: result }
    }
    case 'memory':
      return { bytes: mostMemory() }
    default:
      throw new Error(`There is no answer to "${question}".`)
  }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(line)))

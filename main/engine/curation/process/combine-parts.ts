import type { DocumentTexts } from './document-texts.ts'
import type { Exchange } from './exchange.ts'
import type { OpenStep } from './open-step.ts'
import { readPart, readPartIds } from './part-file.ts'
import { writePairs, writeSignals } from './result-file.ts'
import type { CombinedFiles, RunnerRequests } from './step-requests.ts'

/** Lets a step see all documents together, and writes what it found. */
export async function combineParts(
  { step, texts, exchange }: { step: OpenStep; texts: DocumentTexts; exchange: Exchange<RunnerRequests> },
  order: { partFiles: readonly string[]; pairsFile: string; signalsFile: string },
  signal: AbortSignal,
): Promise<CombinedFiles> {
  const { partFiles, pairsFile, signalsFile } = order
  const ids = await listIds(partFiles, signal)
  const documentCount = ids.length
  const corpus = {
    documentCount,
    async *parts() {
      for (const file of partFiles) {
        signal.throwIfAborted()
        yield await readPart(file)
      }
    },
    readDocuments: async (ids: Uint32Array) => texts.read({ ids, signals: await exchange.ask('readSignals', { ids }, signal) }),
  }
  const progress = (fraction: number) => void exchange.ask('progress', { fraction }).catch(() => undefined)
  const { pairs, signals } = await step.combine(corpus, { signal, progress })
  signal.throwIfAborted()
  const found = pairs ?? { firsts: new Uint32Array(), seconds: new Uint32Array(), jaccards: new Float32Array() }
  await writePairs(pairsFile, found)
  await writeSignals(signalsFile, ids, signals)
  return { documentCount, pairCount: found.firsts.length, signals: Object.keys(signals) }
}

async function listIds(partFiles: readonly string[], signal: AbortSignal): Promise<Uint32Array> {
  const lists: Uint32Array[] = []
  for (const file of partFiles) {
    signal.throwIfAborted()
    lists.push(await readPartIds(file))
  }
  const all = new Uint32Array(lists.reduce((sum, ids) => sum + ids.length, 0))
  let length = 0
  for (const ids of lists) {
    all.set(ids, length)
    length += ids.length
  }
  return all
}

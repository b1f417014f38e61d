import { readSignals } from '../process/result-file.ts'
import type { CombinedFiles } from '../process/step-requests.ts'
import { cutRanges, type IdRange } from './cut-batches.ts'
import { runBatches } from './run-batches.ts'
import {
  answerProcess,
  endedTwice,
  type NeededColumns,
  noteProblems,
  orderDocuments,
  orderStep,
  readNeededColumns,
  type StepRun,
} from './step-run.ts'

/**
 * Maps the wanted documents that the step has not seen, then combines all parts when one changed since the last time. Parts are files, each
 * of one range of ids, and noted in the transaction that notes their documents as seen.
 */
export async function runCorpusStep(run: StepRun): Promise<{ pairCount: number }> {
  const { store, stored, plan, workers } = run
  const columns = await readNeededColumns(run)
  workers.begin(orderStep(run, stored))
  await mapRanges(run, columns)
  const mapped = store.find(plan.step.kind)
  if (!mapped || mapped.combinedCount !== null) return { pairCount: mapped?.pairCount ?? 0 }
  const combined = await combine(run, columns)
  await storeSignals(run, combined)
  store.saveCombined(stored.id, combined)
  return combined
}

async function mapRanges(run: StepRun, columns: NeededColumns): Promise<void> {
  const { project, store, stored, folder, workers, work, isWanted, sizesBytes } = run
  const seen = store.readSeen(stored.id, isWanted.length)

  async function map({ firstId, ids }: ChangedRange, signal: AbortSignal): Promise<void> {
    const file = folder.partFile(firstId)
    const { measured, deadly } = await workers.ask(
      orderDocuments(ids, columns),
      (exchange, order, aborting) => exchange.ask('map', { ...order, file }, aborting),
      signal,
    )
    await noteProblems(
      run,
      deadly.map((id) => ({ id, reason: endedTwice })),
    )
    signal.throwIfAborted()
    const fresh = ids.filter((id) => seen[id] === 0)
    const save = project.database.transaction(() => {
      if (measured) store.addPart(stored.id, firstId)
      store.addSeen(stored.id, ids)
      run.onDidStore({ ids: fresh, problems: deadly.length, findings: 0 })
    })
    save.immediate()
  }

  await runBatches(listChanged(cutRanges(sizesBytes), isWanted, seen), { width: workers.capacity, signal: work.signal }, map)
}

/** A range of which the part has to be made anew, and the documents in it. */
interface ChangedRange {
  firstId: number
  ids: Uint32Array
}

/** Of each range with a wanted document that was not seen, all that were seen or are wanted: a part is made anew as a whole. */
function* listChanged(ranges: Iterable<IdRange>, isWanted: Uint8Array, seen: Uint8Array): Generator<ChangedRange> {
  for (const { firstId, endId } of ranges) {
    const ids: number[] = []
    let isChanged = false
    for (let id = firstId; id < endId; id++) {
      if (isWanted[id] === 0 && seen[id] === 0) continue
      ids.push(id)
      if (seen[id] === 0) isChanged = true
    }
    if (isChanged) yield { firstId, ids: Uint32Array.from(ids) }
  }
}

async function combine(run: StepRun, columns: NeededColumns): Promise<CombinedFiles> {
  const { store, stored, plan, folder, workers, work } = run
  const partFiles = store.listParts(stored.id).map(folder.partFile)
  work.log(`${plan.step.title}: compares all documents that were looked at.`)
  const { pairsFile, signalsFile } = folder
  return workers.askAlone(
    (exchange, signal) => exchange.ask('combine', { partFiles, pairsFile, signalsFile }, signal),
    answerProcess(run, columns, 'compares'),
    work.signal,
  )
}

/** Doing it twice changes nothing: whoever is killed in the midst of it does it again. */
async function storeSignals({ folder, writers, work }: StepRun, combined: CombinedFiles): Promise<void> {
  for await (const { ids, values } of readSignals(folder.signalsFile, combined.signals.length)) {
    work.signal.throwIfAborted()
    for (const [place, name] of combined.signals.entries()) {
      const column = values[place]
      if (column) writers.get(name)?.setSome(ids, column)
    }
  }
}

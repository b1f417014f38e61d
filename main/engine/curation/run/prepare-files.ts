import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { answerProcess, orderStep, readNeededColumns, type StepRun } from './step-run.ts'

/** Makes the files of a step that trains on documents, unless they are there. What was trained once stays until its configuration changes. */
export async function prepareFiles(run: StepRun): Promise<void> {
  const { plan, stored, folder, store, workers, work } = run
  if (plan.step.scope !== 'document' || !plan.step.prepare || stored.prepared) return
  work.log(`${plan.step.title}: is being prepared.`)
  await rm(folder.preparedFolder, { recursive: true, force: true })
  await mkdir(folder.preparedFolder, { recursive: true })
  const columns = await readNeededColumns(run)
  const order = { ...orderStep(run, stored), folder: folder.preparedFolder, memoryBytes: workers.memoryBytes * workers.capacity }
  const made = await workers.askAlone(
    (exchange, signal) => exchange.ask('prepare', order, signal),
    answerProcess(run, columns, 'is being prepared'),
    work.signal,
  )
  const files = Object.entries(made).map(([name, file]) => [name, folder.toStored(file)])
  store.savePrepared(stored.id, Object.fromEntries(files))
}

/** Whether files that the project relies on were deleted. */
export function lacksFiles({ stored, folder, store }: Pick<StepRun, 'stored' | 'folder' | 'store'>): boolean {
  const prepared = Object.values(stored.prepared ?? {}).map(folder.fromStored)
  const combined = stored.combinedCount === null || stored.combinedCount === 0 ? [] : [folder.pairsFile, folder.signalsFile]
  return [...prepared, ...combined, ...store.listParts(stored.id).map(folder.partFile)].some((file) => !existsSync(file))
}

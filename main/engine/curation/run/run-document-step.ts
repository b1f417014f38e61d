import type { StepOutput } from '../steps/step.ts'
import { cutBatches } from './cut-batches.ts'
import { runBatches } from './run-batches.ts'
import { endedTwice, noteProblems, orderDocuments, orderStep, readNeededColumns, type StepRun } from './step-run.ts'
import type { NewFinding } from './step-store.ts'
import type { AskedDocuments } from './step-workers.ts'

/**
 * Measures the wanted documents that the step has not seen. What it measured on a batch is stored in one transaction with the note that these
 * documents were seen: a kill costs the batches that were under way, and nothing is measured twice.
 */
export async function runDocumentStep(run: StepRun): Promise<void> {
  const { project, store, stored, writers, workers, work, sizesBytes } = run
  const columns = await readNeededColumns(run)
  const { model } = run
  workers.begin(orderStep(run, stored), model ? ({ texts, reach }) => model.score(texts, reach) : undefined)

  async function measure(ids: Uint32Array, signal: AbortSignal): Promise<void> {
    const asked = await workers.ask(
      orderDocuments(ids, columns),
      (exchange, order, aborting) => exchange.ask('run', order, aborting),
      signal,
    )
    const problems = listProblems(asked)
    await noteProblems(run, problems)
    signal.throwIfAborted()
    const findings = listFindings(asked)
    const save = project.database.transaction(() => {
      if (asked.measured) {
        const { ids: measured, result } = asked.measured
        for (const [name, writer] of writers) {
          const values = result.signals[name]
          if (values) writer.setSome(measured, values)
        }
        if (run.plan.products.findings) store.replaceFindings(stored.id, measured, findings)
      }
      store.addSeen(stored.id, ids)
      run.onDidStore({ ids, problems: problems.length, findings: findings.length })
    })
    save.immediate()
  }

  const batches = cutBatches(findLeft(run), sizesBytes, model ? modelBatch : undefined)
  await runBatches(batches, { width: workers.capacity, signal: work.signal }, measure)
}

/** 1 for each wanted document that the step has not seen. */
function findLeft({ store, stored, isWanted }: StepRun): Uint8Array {
  const left = store.readSeen(stored.id, isWanted.length)
  for (let id = 0; id < left.length; id++) left[id] = (isWanted[id] as number) & ~(left[id] as number)
  return left
}

/** A model takes seconds for what other steps do in a millisecond: so little is lost by a kill, and enough to read several texts at once. */
const modelBatch = { maxDocuments: 8, maxBytes: 32 << 10 }

function listProblems({ measured, deadly }: AskedDocuments<StepOutput>): { id: number; reason: string }[] {
  const problems = deadly.map((id) => ({ id, reason: endedTwice }))
  for (const { document, reason } of measured?.result.problems ?? []) {
    problems.push({ id: measured?.ids[document] as number, reason })
  }
  return problems
}

/** In ascending order of documents, whatever order the step gave them in. */
function listFindings({ measured }: AskedDocuments<StepOutput>): NewFinding[] {
  if (!measured?.result.findings) return []
  const { ids, result } = measured
  return (result.findings ?? [])
    .map(({ document, ...finding }) => ({ documentId: ids[document] as number, ...finding }))
    .toSorted((one, other) => one.documentId - other.documentId)
}

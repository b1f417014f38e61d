import { openReadOnlyDatabase, type ReadableDatabase } from '../../platform/sqlite.ts'
import type { Step } from '../steps/step.ts'
import { steps as ownSteps } from '../steps/steps.ts'
import { combineParts } from './combine-parts.ts'
import { createDocumentTexts, type DocumentTexts } from './document-texts.ts'
import { createExchange, type Exchange } from './exchange.ts'
import { type OpenStep, openStep } from './open-step.ts'
import { writePart } from './part-file.ts'
import { prepareStep } from './prepare-step.ts'
import type { RunnerRequests, StepProcessRequests } from './step-requests.ts'

/** Answers what a process of steps is asked, until the one who asks goes. */
export function serveStepProcess(): void {
  let opened: { database: ReadableDatabase; texts: DocumentTexts; steps: readonly Step[] } | null = null
  let begun: OpenStep | null = null

  const getOpened = () => opened ?? fail('The process was asked before it was opened.')
  const getBegun = () => begun ?? fail('The process was asked before a step was begun.')

  async function endStep(): Promise<void> {
    const last = begun
    begun = null
    await last?.close()
  }

  const exchange: Exchange<RunnerRequests> = createExchange<RunnerRequests, StepProcessRequests>(process, {
    async open({ databaseFile, stepsModule }) {
      const steps = stepsModule === null ? ownSteps : ((await import(stepsModule)) as { steps: readonly Step[] }).steps
      const database = openReadOnlyDatabase(databaseFile)
      opened = { database, texts: createDocumentTexts(database), steps }
    },
    async begin(order) {
      await endStep()
      begun = await openStep(getOpened().steps, order, {
        score: (texts, reach, signal) => exchange.ask('score', { texts, reach }, signal),
      })
    },
    run: (order, signal) => getBegun().run(getOpened().texts.read(order), signal),
    async map({ file, ...order }, signal) {
      const bytes = await getBegun().map(getOpened().texts.read(order), signal)
      await writePart(file, { ids: order.ids, bytes })
    },
    prepare: (order, signal) => prepareStep(getOpened(), exchange, order, signal),
    combine: (order, signal) => combineParts({ step: getBegun(), texts: getOpened().texts, exchange }, order, signal),
    end: endStep,
  })
  // Without the one who asks there is nobody to answer, and nothing that must be kept.
  process.on('disconnect', () => process.exit(0))
}

function fail(message: string): never {
  throw new Error(message)
}

import type { Llama } from 'node-llama-cpp'
import { AppError } from '#contracts/errors'
import type {
  ChoiceQuestion,
  InfillEvent,
  InfillRequest,
  ScoredTokens,
  ScoreReach,
  TextScore,
  WeighedChoices,
} from '#contracts/inference'
import { createEventQueue } from './event-queue.ts'
import { writeInfill } from './infill.ts'
import type { ReclaimableMemory } from './model-fit.ts'
import { type OpenModel, openModel, type ReportProgress } from './open-model.ts'
import type { ScoreTurn } from './read-steps.ts'
import { openScorer, type Scorer } from './score.ts'

/** The one loaded model and whose turn it is to use it. */
export interface Session {
  /** What unloading the model would free. Its weights in RAM are mapped from the file and count as free already. */
  getReclaimable(): ReclaimableMemory
  /** Fails with `model.load-cancelled` when the signal aborts or a newer load or unload is asked for. */
  load(file: string, report: ReportProgress, signal: AbortSignal | undefined): Promise<OpenModel>
  unload(): Promise<void>
  infill(request: InfillRequest, signal: AbortSignal | undefined): AsyncGenerator<InfillEvent, void>
  score(texts: readonly string[], reach: ScoreReach, signal: AbortSignal | undefined): Promise<TextScore[]>
  scoreTokens(text: string, reach: ScoreReach, signal: AbortSignal | undefined): Promise<ScoredTokens>
  weighChoices(texts: readonly string[], question: ChoiceQuestion, signal: AbortSignal | undefined): Promise<WeighedChoices[]>
}

/** A use of the model that can be asked to stop. `done` never rejects. */
interface Turn {
  readonly controller: AbortController
  readonly done: Promise<void>
}

export function createSession(getLlama: () => Promise<Llama>): Session {
  let open: { model: OpenModel; scorer: Scorer } | null = null
  let infillTurn: Turn | null = null
  const scoreTurns = new Set<Turn>()
  // Loading and unloading follow one another; whoever comes last decides which model stays, and does not wait for a load to its end.
  let changes: Promise<unknown> = Promise.resolve()
  let newestChange = new AbortController()

  const stopAll = async () => {
    const turns = [...scoreTurns, ...(infillTurn ? [infillTurn] : [])]
    for (const { controller } of turns) controller.abort()
    // llama.cpp frees memory that a running batch still reads unless the batch has ended.
    await Promise.all(turns.map(({ done }) => done))
  }
  const close = async () => {
    const closing = open
    open = null
    await stopAll()
    await closing?.scorer[Symbol.asyncDispose]()
    await closing?.model[Symbol.asyncDispose]()
  }
  const change = <T>(action: (newer: AbortSignal) => Promise<T>): Promise<T> => {
    newestChange.abort()
    const { signal } = (newestChange = new AbortController())
    const result = changes.then(() => action(signal))
    changes = result.catch(() => {})
    return result
  }
  const getOpen = () => {
    if (open) return open
    throw new AppError('model.not-loaded', 'No model is loaded. Load one under Models, then repeat.', {})
  }

  const takeScoreTurn = async <T>(
    work: (scorer: Scorer, turn: ScoreTurn) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> => {
    const { scorer } = getOpen()
    const controller = new AbortController()
    const stop = () => controller.abort()
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop)
    const scores = work(scorer, {
      signal: controller.signal,
      waitForTurn: async () => {
        while (infillTurn) await infillTurn.done
      },
    })
    const turn = {
      controller,
      done: scores.then(
        () => {},
        () => {},
      ),
    }
    scoreTurns.add(turn)
    try {
      return await scores
    } finally {
      scoreTurns.delete(turn)
      signal?.removeEventListener('abort', stop)
    }
  }

  return {
    getReclaimable() {
      if (!open) return { ram: 0, vram: 0 }
      const { model, context } = open.model
      return { ram: context.memoryUsage.ram, vram: model.memoryUsage.vram + context.memoryUsage.vram }
    },
    load: (file, report, signal) =>
      change(async (newer) => {
        await close()
        const model = await openModel(await getLlama(), file, {
          report,
          signal: signal ? AbortSignal.any([signal, newer]) : newer,
        })
        open = { model, scorer: openScorer(model) }
        return model
      }),
    unload: () => change(close),
    async *infill(request, signal) {
      const { infill, info } = getOpen().model
      if (!infill) {
        const message = `${info.name} has no tokens for fill-in-the-middle, so it cannot complete code at the cursor. Choose a model that has.`
        throw new AppError('model.no-infill', message, { file: info.file })
      }
      const previous = infillTurn
      previous?.controller.abort()
      const controller = new AbortController()
      const queue = createEventQueue<InfillEvent>()
      const done = (async () => {
        await previous?.done
        if (controller.signal.aborted) return
        await writeInfill(infill, request, { signal: controller.signal, emit: queue.push })
      })().then(queue.end, queue.fail)
      const turn = { controller, done: done.then(() => void (infillTurn === turn && (infillTurn = null))) }
      infillTurn = turn
      const stop = () => controller.abort()
      if (signal?.aborted) stop()
      signal?.addEventListener('abort', stop)
      try {
        yield* queue
      } finally {
        signal?.removeEventListener('abort', stop)
        stop()
        await done
      }
    },
    score: (texts, reach, signal) => takeScoreTurn((scorer, turn) => scorer.score(texts, reach, turn), signal),
    scoreTokens: (text, reach, signal) => takeScoreTurn((scorer, turn) => scorer.scoreTokens(text, reach, turn), signal),
    weighChoices: (texts, question, signal) =>
      takeScoreTurn((scorer, turn) => scorer.weighChoices(texts, question, turn), signal),
  }
}

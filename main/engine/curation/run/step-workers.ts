import { availableParallelism, totalmem } from 'node:os'
import type { Exchange, Served } from '../process/exchange.ts'
import { ProcessEndedError } from '../process/exchange.ts'
import type { DocumentOrder, RunnerRequests, StepOrder, StepProcessRequests } from '../process/step-requests.ts'
import { type StepProcess, startStepProcess } from './step-process.ts'

/** Processes that steps run in, one for each core. */
export interface StepWorkers extends AsyncDisposable {
  /** How many calls keep all processes busy. */
  readonly capacity: number
  /** What one process may keep in memory beside a batch. */
  readonly memoryBytes: number
  /** What follows is of this step. Processes begin it with the first call that they get. `score` asks the model that the step needs. */
  begin(order: StepOrder, score?: Served<RunnerRequests>['score']): void
  /**
   * Asks one of the processes about documents. A document that ends the process twice is left out, and so costs nothing but itself.
   * Fails as the step does, and when a process cannot be started.
   */
  ask<Result>(order: DocumentOrder, call: DocumentCall<Result>, signal: AbortSignal): Promise<AskedDocuments<Result>>
  /** Asks one process, and answers what it asks in return. */
  askAlone<Result>(call: AloneCall<Result>, served: PreparingRequests, signal: AbortSignal): Promise<Result>
}

/** What a process asks about the step that it prepares or combines. */
export type PreparingRequests = Omit<Served<RunnerRequests>, 'score'>

export type DocumentCall<Result> = (
  exchange: Exchange<StepProcessRequests>,
  order: DocumentOrder,
  signal: AbortSignal,
) => Promise<Result>

export type AloneCall<Result> = (exchange: Exchange<StepProcessRequests>, signal: AbortSignal) => Promise<Result>

export interface AskedDocuments<Result> {
  /** The documents that the result is of; null when none is left. */
  readonly measured: { readonly ids: Uint32Array; readonly result: Result } | null
  /** Documents that ended the process. */
  readonly deadly: readonly number[]
}

export interface StepWorkersOptions {
  readonly databaseFile: string
  /** The address of a module that exports `steps`; null for those of the program. */
  readonly stepsModule: string | null
  /** At most; by default as many as there are cores. */
  readonly processCount?: number
}

/** So that a process reads and unpacks the next documents while native code works on those before. */
const callsPerProcess = 2

export function createStepWorkers(options: StepWorkersOptions): StepWorkers {
  const { processCount = availableParallelism() } = options
  let order: StepOrder | null = null
  let answering: PreparingRequests | null = null
  let scoring: Served<RunnerRequests>['score'] | null = null
  const getAnswering = () => answering ?? refuse()
  const served: Served<RunnerRequests> = {
    select: (given, signal) => getAnswering().select(given, signal),
    readSignals: (given, signal) => getAnswering().readSignals(given, signal),
    progress: (given, signal) => answering?.progress(given, signal),
    log: (given, signal) => answering?.log(given, signal),
    score: (given, signal) => (scoring ?? refuse)(given, signal),
  }
  const slots = Array.from({ length: processCount }, () => createSlot({ ...options, served, getOrder: () => order }))

  /** The least busy process; of idle ones the first, so that little work starts few. */
  function use<Result>(call: AloneCall<Result>, signal: AbortSignal): Promise<Result> {
    const slot = slots.reduce((best, each) => (each.waiting < best.waiting ? each : best))
    return slot.use(call, signal)
  }

  return {
    capacity: processCount * callsPerProcess,
    memoryBytes: Math.floor(totalmem() / 4 / processCount),
    begin(next, score) {
      order = next
      scoring = score ?? null
    },
    ask(documents, call, signal) {
      const attempt = (ids: Uint32Array) => use((exchange, aborting) => call(exchange, pick(documents, ids), aborting), signal)
      return askSafely(documents.ids, attempt)
    },
    async askAlone(call, answers, signal) {
      answering = answers
      try {
        return await use(call, signal)
      } finally {
        answering = null
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(slots.map((slot) => slot.end()))
    },
  }
}

function refuse(): never {
  throw new Error('Nothing is prepared, combined or scored at present.')
}

function pick({ ids, signals }: DocumentOrder, wanted: Uint32Array): DocumentOrder {
  if (wanted.length === ids.length) return { ids, signals }
  const isWanted = new Set(wanted)
  const places = Array.from(ids.keys()).filter((place) => isWanted.has(ids[place] as number))
  const picked = Object.entries(signals).map(([name, values]) => [
    name,
    Float32Array.from(places, (place) => values[place] ?? Number.NaN),
  ])
  return { ids: wanted, signals: Object.fromEntries(picked) }
}

/** Halves what ends the process until the documents are found that do, and leaves them out. */
async function askSafely<Result>(
  ids: Uint32Array,
  attempt: (ids: Uint32Array) => Promise<Result>,
): Promise<AskedDocuments<Result>> {
  /** Null when the process ended twice: the first time may have been meant for other documents that it worked on. */
  const tryTwice = async (some: Uint32Array): Promise<{ result: Result } | null> => {
    for (let round = 0; round < 2; round++) {
      try {
        return { result: await attempt(some) }
      } catch (error) {
        if (!(error instanceof ProcessEndedError)) throw error
      }
    }
    return null
  }
  const findDeadly = async (some: Uint32Array): Promise<number[]> => {
    if (await tryTwice(some)) return []
    if (some.length === 1) return [...some]
    const middle = some.length >> 1
    return [...(await findDeadly(some.slice(0, middle))), ...(await findDeadly(some.slice(middle)))]
  }
  const whole = await tryTwice(ids)
  if (whole) return { measured: { ids, ...whole }, deadly: [] }
  const middle = ids.length >> 1
  const deadly =
    ids.length === 1 ? [...ids] : [...(await findDeadly(ids.slice(0, middle))), ...(await findDeadly(ids.slice(middle)))]
  const rest = ids.filter((id) => !deadly.includes(id))
  if (rest.length === 0) return { measured: null, deadly }
  return { measured: { ids: rest, result: await attempt(rest) }, deadly }
}

interface Slot {
  /** Calls that it has not answered. */
  readonly waiting: number
  use<Result>(call: AloneCall<Result>, signal: AbortSignal): Promise<Result>
  end(): Promise<void>
}

/** A place for one process, which is started when it is needed and again when it has ended. */
function createSlot(options: StepWorkersOptions & { served: Served<RunnerRequests>; getOrder: () => StepOrder | null }): Slot {
  const { databaseFile, stepsModule, served, getOrder } = options
  let running: { process: StepProcess; opened: Promise<void> } | null = null
  let begun: { order: StepOrder | null; done: Promise<void> } = { order: null, done: Promise.resolve() }
  let waiting = 0

  function start(): { process: StepProcess; opened: Promise<void> } {
    const process = startStepProcess(served)
    const started = { process, opened: process.exchange.ask('open', { databaseFile, stepsModule }) }
    begun = { order: null, done: Promise.resolve() }
    running = started
    void process.ended.then(() => {
      if (running === started) running = null
    })
    return started
  }

  /** What fails here is no document's fault. */
  async function ready(): Promise<StepProcess> {
    const { process, opened } = running ?? start()
    try {
      await opened
      const order = getOrder()
      if (order && begun.order !== order) begun = { order, done: process.exchange.ask('begin', order) }
      await begun.done
      return process
    } catch (error) {
      if (!(error instanceof ProcessEndedError)) throw error
      throw new Error(`The process of steps ended before it was ready (${await process.ended}).`, { cause: error })
    }
  }

  return {
    get waiting() {
      return waiting
    },
    async use(call, signal) {
      waiting++
      try {
        const process = await ready()
        signal.throwIfAborted()
        return await call(process.exchange, signal).catch(async (error: unknown) => {
          // It cannot be reached any more a moment before it has ended. The next call must not meet it.
          if (error instanceof ProcessEndedError) await process.end()
          throw error
        })
      } finally {
        waiting--
      }
    },
    end: async () => running?.process.end(),
  }
}

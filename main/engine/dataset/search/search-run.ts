import type { SearchProgress } from '#contracts/dataset'
import type { Query, QueryTerm } from '#contracts/query/query'
import { withSignal } from '../../platform/with-signal.ts'
import { DocumentSet } from './document-set.ts'
import { holds, type QueryBounds } from './query-bounds.ts'
import type { TextCondition } from './text-check.ts'
import type { CheckedTexts, TextChecker } from './text-checker.ts'

/** What a query asks, less what can be known without a look into documents. */
export interface SearchTask {
  query: Query
  bounds: QueryBounds
  /** The terms that need a look, and what to look for. */
  conditions: ReadonlyMap<QueryTerm, TextCondition>
  /** Where the other terms hold. */
  columns: ReadonlyMap<QueryTerm, DocumentSet>
  /** Whether the documents to look at were found in the index, and are not simply all. */
  isIndexed: boolean
  /** How long it may go on by itself. */
  timeBoxMs: number
}

/** A search that goes on between the calls that ask for its results, and rests when nobody asks for a while. */
export interface SearchRun {
  readonly progress: SearchProgress
  /** What matches or may match, as it was known at the beginning. */
  readonly possible: DocumentSet
  /** What is known to match by now. */
  readonly matched: DocumentSet
  /**
   * The matching ids of `order` from `offset` on. Answers as soon as these are known for certain, or the time is up; `total` then counts
   * what was found so far. `order` is of possible documents, none of them twice.
   */
  rows(order: Uint32Array, page: { offset: number; limit: number }, signal?: AbortSignal): Promise<FoundRows>
  /** Goes on until every document was looked at, however long that takes. */
  finish(signal?: AbortSignal): Promise<DocumentSet>
}

export interface FoundRows {
  ids: ArrayLike<number>
  total: number
}

/** An order that is asked for, and how far it is known what of it matches. */
interface View {
  order: Uint32Array
  position: number
  found: number[]
}

const blockLength = 128
/** A search that nobody asked for in this time rests. */
const restAfterMs = 5000

export function createSearchRun(task: SearchTask, checker: TextChecker): SearchRun {
  const { query, bounds, conditions, columns } = task
  const terms = [...conditions.keys()]
  const list = [...conditions.values()]
  const matched = new DocumentSet(bounds.sure.length, bounds.sure.words.slice())
  const undecided = bounds.possible.without(bounds.sure)
  const waiting = new DocumentSet(undecided.length, undecided.words.slice())
  const progress: SearchProgress = {
    state: 'running',
    lookedAt: 0,
    toLookAt: undecided.count(),
    givenUp: 0,
    isIndexed: task.isIndexed,
  }
  if (progress.toLookAt === 0) progress.state = 'done'
  let view: View = { order: new Uint32Array(), position: 0, found: [] }
  let nextInView = 0
  let nextId = 0
  let lastAskedMs = 0
  let leftMs = task.timeBoxMs
  let isGoing = false
  let failure: unknown
  let change = Promise.withResolvers<void>()

  /** The next documents to look at: those of the view in its order, then all others. */
  function takeBlock(): Uint32Array {
    const block: number[] = []
    const take = (id: number) => {
      if (!waiting.has(id)) return
      waiting.delete(id)
      block.push(id)
    }
    while (block.length < blockLength && nextInView < view.order.length) take(view.order[nextInView++] as number)
    while (block.length < blockLength && nextId < waiting.length) take(nextId++)
    return Uint32Array.from(block)
  }

  function note(ids: Uint32Array, { found, checked, givenUp }: CheckedTexts): void {
    for (let place = 0; place < ids.length; place++) {
      const id = ids[place] as number
      if (place >= checked) {
        waiting.add(id)
        continue
      }
      const bits = found[place] as number
      const isMatch = holds(query, (term) => columns.get(term)?.has(id) ?? ((bits >>> terms.indexOf(term)) & 1) === 1)
      if (isMatch && !givenUp.includes(place)) matched.add(id)
      undecided.delete(id)
    }
    progress.lookedAt += checked
    progress.givenUp += givenUp.length
    if (checked < ids.length) [nextInView, nextId] = [0, 0]
  }

  async function look(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted && performance.now() - lastAskedMs < restAfterMs) {
      const ids = takeBlock()
      if (ids.length === 0) return
      note(ids, await checker.check(list, ids, stopping))
      tellChange()
    }
  }

  async function go(): Promise<void> {
    const startedMs = performance.now()
    const stopping = leftMs === Infinity ? new AbortController().signal : AbortSignal.timeout(Math.max(0, leftMs))
    try {
      await Promise.all(Array.from({ length: checker.width }, () => look(stopping)))
    } catch (error) {
      failure = error
    }
    leftMs -= performance.now() - startedMs
    isGoing = false
    if (progress.lookedAt === progress.toLookAt) progress.state = 'done'
    else if (leftMs <= 0) progress.state = 'cut'
    tellChange()
  }

  function tellChange(): void {
    const told = change
    change = Promise.withResolvers()
    told.resolve()
  }

  function ask(): void {
    if (failure !== undefined) throw failure
    lastAskedMs = performance.now()
    if (isGoing || progress.state !== 'running') return
    isGoing = true
    void go()
  }

  function advance(): void {
    const { order, found } = view
    const isOver = progress.state !== 'running'
    for (; view.position < order.length; view.position++) {
      const id = order[view.position] as number
      if (matched.has(id)) found.push(id)
      else if (!isOver && undecided.has(id)) return
    }
  }

  return {
    progress,
    possible: bounds.possible,
    matched,
    async rows(order, { offset, limit }, signal) {
      if (progress.toLookAt === 0) return { ids: order.subarray(offset, offset + limit), total: order.length }
      if (view.order !== order) {
        view = { order, position: 0, found: [] }
        nextInView = 0
      }
      const mine = view
      for (;;) {
        ask()
        if (view === mine) advance()
        const { found } = mine
        const isEnough = found.length >= offset + limit || mine.position === order.length || view !== mine
        if (isEnough) return { ids: found.slice(offset, offset + limit), total: found.length }
        await withSignal(change.promise, signal)
      }
    },
    async finish(signal) {
      leftMs = Infinity
      if (progress.state === 'cut') progress.state = 'running'
      while (progress.state === 'running') {
        ask()
        await withSignal(change.promise, signal)
      }
      return matched
    },
  }
}

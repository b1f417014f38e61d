import { startThread, type Thread } from '../../../platform/threads/start-thread.ts'
import { createTurns } from '../../../platform/turns.ts'
import type { Measured } from './document-measurer.ts'

/** A document on its way to the thread. */
export interface SyntaxDocument {
  /** Place in the batch. */
  readonly document: number
  readonly language: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface SyntaxThreadData {
  readonly maxSeconds: number
  readonly memoryBytes: number
}

export interface SyntaxRequests {
  /** In the order of the documents. Those after one that used up the memory are left out. */
  measure(documents: readonly SyntaxDocument[]): { measured: Measured[]; isSpent: boolean }
}

/** A thread that parses, and is replaced when it used up its memory or hangs. */
export interface SyntaxThread extends AsyncDisposable {
  /** May be called while another call is under way. Stops soon with the signal's reason when it aborts. */
  measure(documents: readonly SyntaxDocument[], signal: AbortSignal): Promise<Measured[]>
}

/** Beyond the time that the parser itself keeps to, for threads that have to wait for the processor. */
const graceMs = 60_000
const timesAsLong = 8

const hangs = 'The parser hangs in it.'

export function openSyntaxThread(data: SyntaxThreadData): SyntaxThread {
  let thread: Thread<SyntaxRequests> | null = null

  async function retire(): Promise<void> {
    const left = thread
    thread = null
    await left?.[Symbol.asyncDispose]()
  }

  /** Null when the thread had to be ended. */
  async function ask(documents: readonly SyntaxDocument[], signal: AbortSignal) {
    // What would be told: that it was ended by force. Then the document is listed, which says more.
    const warn = () => undefined
    thread ??= startThread<SyntaxRequests>({
      file: 'measure-syntax-worker',
      beside: import.meta.url,
      data,
      isBackground: true,
      warn,
    })
    const asked = thread
    const overdue = new AbortController()
    const timer = setTimeout(() => overdue.abort(), graceMs + Math.ceil(data.maxSeconds * 1000) * timesAsLong)
    try {
      return await asked.ask('measure', documents, { signal: AbortSignal.any([signal, overdue.signal]) })
    } catch (error) {
      if (!overdue.signal.aborted || signal.aborted) throw error
      thread = null
      await asked.endByForce()
      return null
    } finally {
      clearTimeout(timer)
    }
  }

  async function measureAll(documents: readonly SyntaxDocument[], signal: AbortSignal): Promise<Measured[]> {
    const measured: Measured[] = []
    while (measured.length < documents.length) {
      const rest = documents.slice(measured.length)
      const answer = await ask(rest, signal)
      if (answer !== null) {
        measured.push(...answer.measured)
        if (answer.isSpent) await retire()
      } else if (rest.length === 1) measured.push(hangs)
      // Which of them it was is found one by one.
      else for (const each of rest) measured.push(...(await measureAll([each], signal)))
    }
    return measured
  }

  // One after the other: whoever replaces the thread ends no other's work.
  const turns = createTurns()
  return {
    measure: (documents, signal) => turns.take('thread', () => measureAll(documents, signal)),
    [Symbol.asyncDispose]: retire,
  }
}

import { describe, expect, it } from 'vitest'
import type { CompletionEvent, CompletionPlace } from '#contracts/completion'
import type { OpenTextId } from '#contracts/open-texts'
import { type CompletionReport, startCompletionStream } from '../../../renderer/monaco/completion-stream.ts'

const place: CompletionPlace = {
  text: crypto.randomUUID() as OpenTextId,
  version: 1,
  position: { line: 0, character: 1 },
  trigger: 'automatic',
  lines: 'auto',
}
const timings = { promptTokens: 1, reusedTokens: 0, promptMs: 1, generatedTokens: 1, generateMs: 1, totalMs: 2, cached: false }

/** A source whose events the test decides. */
function createSource() {
  const waiting: ((event: CompletionEvent | Error) => void)[] = []
  const queue: (CompletionEvent | Error)[] = []
  let signal: AbortSignal | undefined
  async function* events(aborted: AbortSignal): AsyncGenerator<CompletionEvent> {
    for (;;) {
      const event =
        queue.shift() ??
        (await new Promise<CompletionEvent | Error>((resolve) => {
          waiting.push(resolve)
          aborted.addEventListener('abort', () => resolve(new Error('aborted')))
        }))
      if (event instanceof Error) throw event
      yield event
      if (event.type === 'end') return
    }
  }
  return {
    send: (event: CompletionEvent | Error) => {
      const next = waiting.shift()
      if (next) next(event)
      else queue.push(event)
    },
    get aborted() {
      return signal?.aborted ?? false
    },
    complete: async (_: CompletionPlace, given: AbortSignal) => {
      signal = given
      return events(given)
    },
  }
}

function start(source: ReturnType<typeof createSource>) {
  const reports: CompletionReport[] = []
  const stream = startCompletionStream({ place, complete: source.complete, onReport: (report) => reports.push(report) })
  return { stream, reports }
}

describe('a completion stream', () => {
  it('is showable with its whole text when it ends soon', async () => {
    const source = createSource()
    const { stream, reports } = start(source)
    source.send({ type: 'text', text: '1' })
    source.send({ type: 'end', text: '1 + 2', outcome: 'shown', timings })
    await stream.showable
    expect(stream).toMatchObject({ text: '1 + 2', ended: true, left: false })
    expect(reports).toEqual([{ status: 'ended', outcome: 'shown', timings }])
  })

  it('is showable with its beginning when it goes on', async () => {
    const source = createSource()
    const { stream } = start(source)
    source.send({ type: 'text', text: 'begin' })
    await stream.showable
    expect(stream).toMatchObject({ text: 'begin', ended: false })
    source.send({ type: 'end', text: 'beginning', outcome: 'shown', timings })
    await stream.end
    expect(stream.text).toBe('beginning')
  })

  it('goes on for a moment after it was left, then stops the engine, and reports nothing', async () => {
    const source = createSource()
    const { stream, reports } = start(source)
    source.send({ type: 'text', text: 'a' })
    stream.leave()
    await stream.showable
    expect(stream.left).toBe(true)
    expect(source.aborted).toBe(false)
    await stream.end
    expect(source.aborted).toBe(true)
    expect(reports).toEqual([])
  })

  it('reports a failure and has nothing to show', async () => {
    const source = createSource()
    const { stream, reports } = start(source)
    const error = new Error('gone')
    source.send(error)
    await stream.showable
    expect(stream).toMatchObject({ text: '', ended: true })
    expect(reports).toEqual([{ status: 'failed', error }])
  })
})

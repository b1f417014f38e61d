import { openSyntaxParser, type SyntaxParser } from '../../../platform/syntax/syntax-parser.ts'
import { serveThread } from '../../../platform/threads/serve-thread.ts'
import { createDocumentMeasurer } from './document-measurer.ts'
import type { SyntaxRequests, SyntaxThreadData } from './syntax-thread.ts'

/** So much memory is kept from one document to the next; a thread that took more is left for a new one. */
const ordinaryMemoryBytes = 256 * 2 ** 20

serveThread<SyntaxRequests, SyntaxThreadData>(({ maxSeconds, memoryBytes }) => {
  let opened: SyntaxParser | null = null
  const opening = openSyntaxParser(memoryBytes).then((parser) => {
    opened = parser
    return { parser, measurer: createDocumentMeasurer({ parser, maxSeconds }) }
  })
  return {
    requests: {
      async measure(documents, work) {
        const { parser, measurer } = await opening
        const isWanted = () => !work.signal.aborted && !isStopped(work.throwIfStopped)
        const measured = []
        for (const { bytes, language } of documents) {
          work.throwIfStopped()
          measured.push(await measurer.measure(bytes, language, isWanted))
          if (measurer.isBroken) break
        }
        return { measured, isSpent: measurer.isBroken || parser.getMemoryBytes() > ordinaryMemoryBytes }
      },
    },
    close: () => opened?.[Symbol.dispose](),
  }
})

/** What throws would unwind the parser in the midst of its work. */
function isStopped(throwIfStopped: () => void): boolean {
  try {
    throwIfStopped()
    return false
  } catch {
    // It says no more than that.
    return true
  }
}

import { serveThread } from '../../platform/threads/serve-thread.ts'
import { walkFolder } from './folder-walk.ts'
import type { Walk, WalkedPart, WalkRequests } from './folder-walk-thread.ts'

/** What is passed over is handed on after so many, so that the list stays short. */
const maxWaiting = 1000
/** A part comes at least so often, however few it holds. */
const maxPartMs = 200

serveThread<WalkRequests, Walk>((walk) => {
  let part = emptyPart()
  const files = walkFolder({
    ...walk,
    onSkip: (path, reason) => part.skips.push({ path, reason }),
    onProblem: (path, reason) => part.problems.push({ path, reason }),
  })
  return {
    requests: {
      async next({ maxFiles, isCounting }, { throwIfStopped }) {
        const endMs = performance.now() + maxPartMs
        for (;;) {
          throwIfStopped()
          const found = await files.next()
          if (found.done) part.isEnd = true
          else {
            part.fileCount++
            if (!isCounting) part.files.push(found.value)
          }
          if (isCounting) Object.assign(part, { skips: [], problems: [] })
          const waiting = part.skips.length + part.problems.length
          if (!part.isEnd && part.fileCount < maxFiles && waiting < maxWaiting && performance.now() < endMs) continue
          const taken = part
          part = emptyPart()
          return taken
        }
      },
    },
  }
})

function emptyPart(): WalkedPart {
  return { files: [], fileCount: 0, skips: [], problems: [], isEnd: false }
}

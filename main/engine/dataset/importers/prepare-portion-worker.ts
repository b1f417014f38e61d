import { serveThread } from '../../platform/threads/serve-thread.ts'
import { createTurns } from '../../platform/turns.ts'
import { listBuffers } from './portion-packer.ts'
import type { PrepareRequests } from './portion-preparer.ts'
import { preparePortion } from './prepare-portion.ts'

serveThread<PrepareRequests, undefined>(() => {
  const turns = createTurns()
  return {
    requests: {
      // One after the other: two at once would take twice the memory and no less time.
      prepare: (request, { throwIfStopped, transfer }) =>
        turns.take('prepare', async () => {
          const prepared = await preparePortion(request, throwIfStopped)
          transfer(listBuffers(prepared.documents))
          return prepared
        }),
    },
  }
})

import { serveThread } from '../../platform/threads/serve-thread.ts'
import { listBuffers } from './portion-packer.ts'
import type { PrepareRequests } from './portion-preparer.ts'
import { preparePortion } from './prepare-portion.ts'

serveThread<PrepareRequests, undefined>(() => ({
  requests: {
    async prepare(request, { throwIfStopped, transfer }) {
      const prepared = await preparePortion(request, throwIfStopped)
      transfer(listBuffers(prepared.documents))
      return prepared
    },
  },
}))

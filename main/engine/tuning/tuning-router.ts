import { implement } from '@orpc/server'
import { tuningContract } from '#contracts/tuning'
import type { Tuning } from './tuning.ts'

/** Serves the tuning contract. */
export function createTuningRouter({ tuning }: { tuning: Tuning }) {
  const os = implement(tuningContract)
  return os.router({
    ranges: os.ranges.handler(() => tuning.ranges()),
    preview: os.preview.handler(({ input }) => tuning.preview(input)),
  })
}

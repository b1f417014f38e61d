import { implement } from '@orpc/server'
import { tuningContract } from '#contracts/tuning'
import type { Tuning } from './tuning.ts'

/** Serves the tuning contract. */
export function createTuningRouter({ tuning }: { tuning: Tuning }) {
  const os = implement(tuningContract)
  return os.router({
    ranges: os.ranges.handler(({ signal }) => tuning.ranges(signal)),
    preview: os.preview.handler(({ input, signal }) => tuning.preview(input, signal)),
  })
}

import { implement } from '@orpc/server'
import { sampleContract } from '#contracts/sample'
import type { SampleProject } from './sample-project.ts'

export function createSampleRouter({ sample }: { sample: SampleProject }) {
  const os = implement(sampleContract)
  return os.router({ open: os.open.handler(() => sample.open()) })
}

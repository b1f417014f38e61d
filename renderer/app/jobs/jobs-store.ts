import type { Job } from '#contracts/jobs'
import { createWatchedStore } from '../connection/watch.ts'

/** Jobs of the workbench and of the open project, newest first, as the engine last said. */
export const jobsStore = createWatchedStore<Job[]>((client, signal) => client.jobs.watch(undefined, { signal }))

const none: Job[] = []

/** Jobs of the workbench and of the open project, newest first. */
export function useJobs(): Job[] {
  return jobsStore((state) => state.value) ?? none
}

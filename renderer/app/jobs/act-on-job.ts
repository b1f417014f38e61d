import type { Job } from '#contracts/jobs'
import { client } from '../connection/client.ts'
import { reportError } from '../notices/notify.ts'
import { getShownProject } from '../project/project-store.ts'

/** Pauses, resumes or cancels a job of the project on the screen. Failures are told. */
export function actOnJob({ id }: Job, action: 'pause' | 'resume' | 'cancel'): void {
  client.jobs[action]({ jobId: id, project: getShownProject() }).catch(reportError)
}

import type { Job, JobScope } from '#contracts/jobs'
import { JobCard } from './job-card.tsx'
import { text } from './text.ts'

type ShowJob = (what: 'problems' | 'log', job: Job) => void

/** Jobs with their cards, under the names of what they belong to as soon as some belong to the workbench. */
export function JobCards({ jobs, onShow }: { jobs: readonly Job[]; onShow: ShowJob }) {
  const cards = (shown: readonly Job[]) =>
    shown.map((job) => <JobCard key={job.id} job={job} onShow={(what) => onShow(what, job)} />)
  if (jobs.every(({ scope }) => scope === 'project')) return cards(jobs)
  const scopes: JobScope[] = ['project', 'workbench']
  return scopes
    .map((scope) => ({ scope, ofScope: jobs.filter((job) => job.scope === scope) }))
    .filter(({ ofScope }) => ofScope.length > 0)
    .map(({ scope, ofScope }) => (
      <section key={scope} className="jobs-scope" aria-label={text.scopes[scope]}>
        <h2>{text.scopes[scope]}</h2>
        {cards(ofScope)}
      </section>
    ))
}

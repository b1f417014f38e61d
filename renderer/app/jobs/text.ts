import { type Job, type JobScope, type JobState, maxListedSkips } from '#contracts/jobs'

/** The words of the jobs and their list. */
export const text = {
  title: 'Jobs',
  none: 'No jobs',
  running: (count: number) => (count === 1 ? '1 job' : `${count} jobs`),
  empty: 'Imports, scoring and exports show their progress here.',
  pause: 'Pause',
  resume: 'Resume',
  pauseThat: (title: string) => `Pause “${title}”`,
  resumeThat: (title: string) => `Resume “${title}”`,
  scopes: { project: 'This project', workbench: 'Workbench' } satisfies Record<JobScope, string>,
  quiet: 'Work that goes on by itself',
  doneTitle: (title: string) => `${title}: done`,
  failedTitle: (title: string) => `${title}: failed`,
  cancel: 'Cancel',
  problems: (count: number) => (count === 1 ? '1 problem' : `${count.toLocaleString('en')} problems`),
  skipped: (count: number) => `${count.toLocaleString('en')}${count >= maxListedSkips ? '+' : ''} skipped`,
  problemsTitle: (title: string) => `What “${title}” left out`,
  failedHeading: 'Could not be read or scored',
  skippedHeading: 'Skipped',
  /** How many there are, how many of them are listed where that is fewer, and how many are shown where that is fewer again. */
  problemCounts: ({ problemCount, skippedCount }: Job, { total, problems }: { total: number; problems: unknown[] }) => {
    const isBounded = skippedCount >= maxListedSkips
    const counts = [
      problemCount > 0 && `${problemCount.toLocaleString('en')} failed`,
      skippedCount > 0 && `${isBounded ? 'more than ' : ''}${skippedCount.toLocaleString('en')} were skipped`,
    ]
    const listed = problemCount + skippedCount > total || isBounded
    return [
      `${counts.filter(Boolean).join(', ')}.`,
      listed && `The list has ${total.toLocaleString('en')} of them; the summary of the job counts all.`,
      problems.length < total && `Shown are the first ${problems.length.toLocaleString('en')}.`,
    ]
      .filter(Boolean)
      .join(' ')
  },
  moreProblems: 'Show more',
  saveProblems: 'Save the list…',
  problemsSaved: (count: number) => (count === 1 ? '1 line was saved' : `${count.toLocaleString('en')} lines were saved`),
  loadingProblems: 'Loading the list',
  close: 'Close',
  waiting: 'Waiting',
  waitsFor: (title: string) => `Waits for “${title}”`,
  log: 'Log',
  logTitle: (title: string) => `What “${title}” did`,
  loadingLog: 'Loading the log',
  remaining: (duration: string) => `${duration} left`,
  states: {
    running: 'Running',
    paused: 'Paused',
    interrupted: 'Interrupted',
    done: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  } satisfies Record<JobState, string>,
}

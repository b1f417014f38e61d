import { type JobState, maxListedSkips } from '#contracts/jobs'

/** The words of the jobs and their list. */
export const text = {
  title: 'Jobs',
  none: 'No jobs',
  running: (count: number) => (count === 1 ? '1 job' : `${count} jobs`),
  empty: 'Imports, scoring and exports show their progress here.',
  pause: 'Pause',
  resume: 'Resume',
  doneTitle: (title: string) => `${title}: done`,
  failedTitle: (title: string) => `${title}: failed`,
  cancel: 'Cancel',
  problems: (count: number) => (count === 1 ? '1 problem' : `${count.toLocaleString('en')} problems`),
  skipped: (count: number) => `${count.toLocaleString('en')}${count >= maxListedSkips ? '+' : ''} skipped`,
  problemsTitle: (title: string) => `What “${title}” left out`,
  failedHeading: 'Could not be read or scored',
  skippedHeading: 'Skipped',
  skippedBound: `Only the first ${maxListedSkips.toLocaleString('en')} that were skipped are listed; the summary counts all.`,
  problemsShown: (shown: number, total: number) =>
    `Showing the first ${shown.toLocaleString('en')} of ${total.toLocaleString('en')}.`,
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

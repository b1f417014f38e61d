/** The words about the open project, and about opening the one of last time again. */
export const text = {
  failed: (name: string) => `${name} was not opened again`,
  stoppedEngine: (folder: string) =>
    `The engine stopped soon after it had opened ${folder} again, so it went on without. Try again, or open another project.`,
  without: 'The workbench goes on without a project; open one in Data.',
  goToData: 'Go to Data',
  tryAgain: 'Try again',
  closed: (name: string) => `${name} was closed`,
  closedElsewhere: 'Another window closed it.',
  replacedElsewhere: (name: string) => `Another window opened ${name} instead; one project is open at a time.`,
  openAgain: 'Open it again',
}

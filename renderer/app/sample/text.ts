import { formatCount, formatPlural } from '#contracts/format-quantity'
import { maxShownFindings } from '#contracts/hit'

/** The words of one document. */
export const text = {
  hits: 'Rules that drop this document',
  openKept: 'Open the document that is kept',
  compare: 'Show both side by side',
  showCluster: 'Show the whole cluster',
  findings: 'What steps found in it',
  findingCount: (count: number) =>
    count >= maxShownFindings ? `The first ${formatCount(count)} findings` : formatPlural(count, 'finding'),
  nextFinding: 'Next finding',
  previousFinding: 'Previous finding',
  line: (lineNumber: number) => `line ${formatCount(lineNumber)}`,
  foundBy: (step: string) => `Found by “${step}”`,
}

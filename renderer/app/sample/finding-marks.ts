import type { Finding } from '#contracts/hit'
import type { CodeMark } from '../../monaco/code-marks.ts'
import { describeFinding } from './describe-finding.ts'
import { text } from './text.ts'

/** Where findings stand in a text, with what is told of each under the pointer. */
export function toFindingMarks(findings: readonly Finding[]): CodeMark[] {
  return findings.map((finding) => ({
    offset: finding.offset,
    length: finding.length,
    className: 'code-view-finding',
    note: `${describeFinding(finding)}\n${text.foundBy(finding.step)}`,
  }))
}

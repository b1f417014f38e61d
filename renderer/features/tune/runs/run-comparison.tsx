import type { CurationRun } from '#contracts/curation-report'
import { formatBytes, formatCompact, formatCount, formatDuration } from '#contracts/format-quantity'
import { showText } from '#contracts/visible-text'
import { text } from '../text.ts'
import { type ComparedNumber, compareRuns } from './compare-runs.ts'

/** The numbers of two runs side by side. */
export function RunComparison({ run, other }: { run: CurationRun; other: CurationRun }) {
  if (run.report === null || other.report === null) return <p>{text.runs.notBegun}</p>
  const columns = [text.runs.thisRun, text.runs.otherRun, text.runs.difference]
  return (
    <div className="tune-report-scroll">
      <table className="tune-report-table number" data-testid="run-comparison">
        <thead>
          <tr>
            <th scope="col">{text.runs.what}</th>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {compareRuns(run.report, other.report, text.runs.compared).map((each) => (
            <tr key={each.label}>
              <th scope="row">{showText(each.label)}</th>
              <td>{format(each.run, each.unit)}</td>
              <td>{format(each.other, each.unit)}</td>
              <td>{formatDifference(each)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function format(value: number | null, unit: ComparedNumber['unit']): string {
  if (value === null) return '–'
  switch (unit) {
    case 'bytes':
      return formatBytes(value)
    case 'seconds':
      return formatDuration(value * 1000)
    case 'tokens':
      return formatCompact(value)
    case 'documents':
      return formatCount(value)
  }
}

function formatDifference({ run, other, unit }: ComparedNumber): string {
  if (run === null || other === null) return ''
  if (run === other) return text.runs.same
  return `${run > other ? '+' : '−'}${format(Math.abs(run - other), unit)}`
}

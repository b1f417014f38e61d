import { type CurationReport, type CurationRun, hasEstimatedTokens, type StepReport } from '#contracts/curation-report'
import { formatBytes, formatCompact, formatCount, formatDuration, formatTokens } from '#contracts/format-quantity'
import { showText } from '#contracts/visible-text'
import { formatShare } from '../../../ui/format-value.ts'
import { text } from '../text.ts'
import { formatReportTokens } from './format-report-tokens.ts'
import { RuleFunnel } from './rule-funnel.tsx'

/** The report of one run, as far as it has come. */
export function RunReport({ run }: { run: CurationRun }) {
  const { report } = run
  if (report === null) return <p>{text.runs.notBegun}</p>
  const { documents, sizeBytes, kept, steps, notes, seconds } = report
  return (
    <div className="tune-report" data-testid="run-report">
      <p className="number">
        {kept === null
          ? text.runs.notEnded(documents)
          : text.runs.kept(kept.documents, documents, formatShare(kept.documents, documents))}
        {kept === null
          ? null
          : ` ${text.runs.keptBytes(formatBytes(kept.sizeBytes), formatBytes(sizeBytes))}${describeTokens(report)}.`}{' '}
        {text.runs.took(formatDuration(seconds * 1000))} {report.scoreAll ? text.runs.scoredAll : null}
      </p>
      <section>
        <h3>{text.runs.steps}</h3>
        {steps.length === 0 ? <p className="muted">{text.runs.noSteps}</p> : <StepTable report={report} />}
      </section>
      {report.rules.length === 0 ? null : <RuleFunnel run={run} report={report} />}
      {notes.length === 0 ? null : (
        <section>
          <h3>{text.runs.notes}</h3>
          <ul className="tune-report-notes">
            {notes.map((note) => (
              <li key={note}>{showText(note)}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function StepTable({ report }: { report: CurationReport }) {
  const [step, ...numbers] = text.runs.stepColumns
  return (
    <div className="tune-report-scroll">
      <table className="tune-report-table number">
        <thead>
          <tr>
            <th scope="col">{step}</th>
            {numbers.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.steps.map((each) => (
            <tr key={each.step} title={describeParameters(each)}>
              <th scope="row">{each.title}</th>
              <td>{formatCount(each.documents)}</td>
              <td>{formatReportTokens(each.tokens, report)}</td>
              <td>{formatCount(each.knownDocuments)}</td>
              <td>{formatCount(each.measuredDocuments)}</td>
              <td data-problem={each.problems > 0 || undefined}>{formatCount(each.problems)}</td>
              <td>{formatCount(each.findings)}</td>
              <td>{each.pairs === null ? '' : formatCount(each.pairs)}</td>
              <td>{each.measuredDocuments === 0 ? '' : formatDuration(each.seconds * 1000)}</td>
              <td>{describeRate(each)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** `, about 12K of 15K tokens`; nothing where they were not told yet. */
function describeTokens(report: CurationReport): string {
  const { kept, tokens } = report
  if (tokens === null || kept === null || kept.tokens === null) return ''
  return text.runs.keptTokens(formatCompact(kept.tokens), formatTokens(tokens, false), hasEstimatedTokens(report))
}

function describeRate({ measuredDocuments, measuredBytes, seconds }: StepReport): string {
  if (measuredDocuments === 0 || seconds === 0) return ''
  return text.runs.rate(formatCount(Math.round(measuredDocuments / seconds)), formatBytes(measuredBytes / seconds))
}

/** `near-duplicates: permutations 256, bands 42` */
function describeParameters({ step, parameters }: StepReport): string {
  const each = Object.entries(parameters).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return each.length === 0 ? step : showText(`${step}: ${each.join(', ')}`)
}

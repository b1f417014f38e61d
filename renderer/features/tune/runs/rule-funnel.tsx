import type { CurationReport, CurationRun } from '#contracts/curation-report'
import { formatBytes, formatCount } from '#contracts/format-quantity'
import { showText } from '#contracts/visible-text'
import { formatShare } from '../../../ui/format-value.ts'
import { recipeStore } from '../recipe-store.ts'
import { text } from '../text.ts'
import { useTuneStore } from '../tune-store.ts'
import { formatReportTokens } from './format-report-tokens.ts'

/** What each rule drops of what those before it keep, and what it alone drops where the recipe is still that of the run. */
export function RuleFunnel({ run, report }: { run: CurationRun; report: CurationReport }) {
  const { rules, documents } = report
  const isCurrent = recipeStore((state) => state.value?.text) === run.recipe
  const effects = useTuneStore((state) => (state.draft === null ? state.answer?.preview.effects : undefined))
  const alone = isCurrent && effects?.length === rules.length ? effects.map(({ droppedAlone }) => droppedAlone.documents) : null
  return (
    <section>
      <h3>{text.runs.rules}</h3>
      <div className="tune-report-scroll">
        <table className="tune-report-table number">
          <thead>
            <tr>
              <th scope="col">{text.runs.keepsWhat}</th>
              <th scope="col">{text.runs.ruleIn}</th>
              <th scope="col">{text.runs.tokensIn}</th>
              <th scope="col">{text.runs.dropsFirst}</th>
              <th scope="col">{text.runs.share}</th>
              <th scope="col">{text.runs.bytes}</th>
              <th scope="col">{text.runs.droppedTokens}</th>
              {alone ? <th scope="col">{text.runs.alone}</th> : null}
            </tr>
          </thead>
          <tbody>
            {rules.map((each) => (
              <tr key={each.rule}>
                <th scope="row">
                  <span className="tune-report-rule">
                    {each.rule + 1}. {showText(each.description)}
                  </span>
                  {/* How much of the whole is left after it. */}
                  <span className="tune-report-left" aria-hidden>
                    <i style={{ width: `${percent(each.documents - each.droppedDocuments, documents)}%` }} />
                    <i data-dropped style={{ width: `${percent(each.droppedDocuments, documents)}%` }} />
                  </span>
                </th>
                <td>{formatCount(each.documents)}</td>
                <td>{formatReportTokens(each.tokens, report)}</td>
                <td>{formatCount(each.droppedDocuments)}</td>
                <td>{formatShare(each.droppedDocuments, each.documents)}</td>
                <td>{formatBytes(each.droppedBytes)}</td>
                <td>{formatReportTokens(each.droppedTokens, report)}</td>
                {alone ? <td>{formatCount(alone[each.rule] ?? 0)}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted">{alone ? text.runs.aloneHint : text.runs.orderHint}</p>
    </section>
  )
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100
}

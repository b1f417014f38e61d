import { type CurationReport, hasEstimatedTokens } from '#contracts/curation-report'
import { formatCompact } from '#contracts/format-quantity'
import { text } from '../text.ts'

/** Tokens for a cell of a report; an estimate says that it is one, and nothing stands where they were not told yet. */
export function formatReportTokens(tokens: number | null, report: CurationReport): string {
  if (tokens === null) return ''
  const words = formatCompact(tokens)
  return hasEstimatedTokens(report) && tokens > 0 ? text.runs.estimate(words) : words
}

import { type ScoreRule, thresholdRule } from '#contracts/rule'
import type { ReadyRule } from './ready-rule.ts'
import type { RuleColumns } from './rule-columns.ts'
import { readyThreshold } from './threshold.ts'

/** A share of the best is a percentile of the scores; documents with equal scores are kept or dropped together. */
export async function readyScore(
  rule: ScoreRule,
  place: number,
  columns: RuleColumns,
  waiting?: AbortSignal,
): Promise<ReadyRule> {
  const { signal, only, except, byLanguage, keepShare } = rule
  const min = keepShare === null ? rule.min : { percentile: (1 - keepShare) * 100 }
  const threshold = thresholdRule.parse({ rule: 'threshold', signal, min, byLanguage, only, except })
  const ready = await readyThreshold(threshold, place, columns, waiting)
  return {
    ...ready,
    async explain(documentId) {
      const hit = await ready.explain(documentId)
      return hit?.kind === 'threshold' ? { ...hit, kind: 'score' } : hit
    },
  }
}

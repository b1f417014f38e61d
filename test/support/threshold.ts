import { type ThresholdRule, thresholdRule } from '#contracts/rule'

/** A threshold whose bounds are numbers. */
export interface NumericThreshold extends ThresholdRule {
  min: number | null
  max: number | null
}

/** A threshold on all documents. */
export function threshold(signal: string, bounds: { min?: number | null; max?: number | null } = {}): NumericThreshold {
  const { min = null, max = null } = bounds
  return { ...thresholdRule.parse({ rule: 'threshold', signal }), min, max }
}

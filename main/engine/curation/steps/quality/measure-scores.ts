import type { QualityReport } from '#contracts/quality'

/** Probabilities of examples, and what they are: 1 good, 0 bad. */
export interface ScoredExamples {
  readonly probabilities: ArrayLike<number>
  readonly labels: ArrayLike<number>
}

export type ScoreMeasures = Pick<QualityReport, 'rocAuc' | 'averagePrecision' | 'brier' | 'brierOfShare' | 'thresholds'>

const thresholdCount = 101

/** How well probabilities tell good examples from bad ones. Both must occur. */
export function measureScores({ probabilities, labels }: ScoredExamples): ScoreMeasures {
  const examples = Array.from(probabilities, (probability, place) => ({ probability, label: labels[place] as number }))
  examples.sort((a, b) => b.probability - a.probability)
  const positives = examples.filter(({ label }) => label === 1).length
  const share = positives / examples.length
  const groups = listGroups(examples)
  const mean = (square: (example: (typeof examples)[number]) => number) =>
    examples.reduce((sum, example) => sum + square(example) ** 2, 0) / examples.length
  return {
    rocAuc: measureAuc(groups, positives, examples.length - positives),
    averagePrecision: measureAveragePrecision(groups, positives),
    brier: mean(({ probability, label }) => probability - label),
    brierOfShare: mean(({ label }) => share - label),
    thresholds: Array.from({ length: thresholdCount }, (_, place) => {
      const threshold = place / (thresholdCount - 1)
      const above = examples.filter(({ probability }) => probability >= threshold)
      const found = above.filter(({ label }) => label === 1).length
      return { threshold, precision: above.length === 0 ? null : found / above.length, recall: found / positives }
    }),
  }
}

/** Examples with one probability. */
interface Group {
  readonly probability: number
  positives: number
  negatives: number
}

/** From the highest probability to the lowest. */
function listGroups(examples: readonly { probability: number; label: number }[]): Group[] {
  const groups: Group[] = []
  for (const { probability, label } of examples) {
    let group = groups.at(-1)
    if (group?.probability !== probability) {
      group = { probability, positives: 0, negatives: 0 }
      groups.push(group)
    }
    if (label === 1) group.positives++
    else group.negatives++
  }
  return groups
}

/** The Mann-Whitney statistic: equal probabilities count half. */
function measureAuc(groups: readonly Group[], positives: number, negatives: number): number {
  let above = 0
  let wins = 0
  for (const group of groups) {
    wins += group.negatives * (above + group.positives / 2)
    above += group.positives
  }
  return wins / (positives * negatives)
}

/** The sum of precisions weighted by what each adds to the recall, as scikit-learn has it: no interpolation. */
function measureAveragePrecision(groups: readonly Group[], positives: number): number {
  let found = 0
  let seen = 0
  let sum = 0
  for (const group of groups) {
    found += group.positives
    seen += group.positives + group.negatives
    sum += (group.positives / positives) * (found / seen)
  }
  return sum
}

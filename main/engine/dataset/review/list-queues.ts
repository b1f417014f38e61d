import type { Signal } from '#contracts/dataset'
import type { ReviewQueue } from '#contracts/review'
import type { Rule } from '#contracts/rule'

/** The unit of signals that say how sure a model is of a document. */
const probabilityUnit = 'probability'

/** The queues that the project's recipe and signals give something to. */
export function listQueues(rules: readonly Rule[], signals: readonly Signal[]): ReviewQueue[] {
  const labelOf = new Map(signals.map(({ name, label }) => [name, label]))
  const ascending = (column: string) => ({ column, direction: 'ascending' as const })
  const random: ReviewQueue = { title: 'Random order', sort: ascending('review:random:1'), verdict: 'any' }
  const near = rules
    .flatMap((rule) => (rule.rule === 'threshold' || rule.rule === 'score' ? rule.signal : []))
    .filter((signal, place, all) => labelOf.has(signal) && all.indexOf(signal) === place)
    .map((signal): ReviewQueue => {
      const title = `Nearest to the cut of ${labelOf.get(signal)}`
      return { title, sort: ascending(`review:distance:${signal}`), verdict: 'any' }
    })
  const conflicts: ReviewQueue[] =
    rules.length < 2
      ? []
      : [
          { title: 'Dropped by one rule alone first', sort: ascending('review:rules'), verdict: 'dropped' },
          { title: 'Dropped by most rules first', sort: { column: 'review:rules', direction: 'descending' }, verdict: 'dropped' },
        ]
  const uncertain = signals
    .filter(({ unit }) => unit === probabilityUnit)
    .flatMap(({ name, label }): ReviewQueue[] => [
      { title: `Least certain: ${label}`, sort: ascending(`review:certainty:${name}`), verdict: 'any' },
      { title: `Least certain and different: ${label}`, sort: ascending(`review:variety:${name}`), verdict: 'any' },
    ])
  const clusters = rules.flatMap((rule): ReviewQueue[] => {
    if (rule.rule !== 'duplicate') return []
    const title = `Largest clusters of ${rule.step} first`
    return [{ title, sort: ascending(`review:cluster:${rule.step}@${rule.jaccard}`), verdict: 'any' }]
  })
  return [random, ...near, ...conflicts, ...clusters, ...uncertain]
}

/** Spearman's rank correlation of two lists of values. */
export function correlateRanks(first: readonly number[], second: readonly number[]): number {
  return correlate(toRanks(first), toRanks(second))
}

/** Equal values share the mean of their ranks. */
function toRanks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks: number[] = []
  for (let first = 0; first < order.length; ) {
    let end = first + 1
    while (end < order.length && values[order[end] ?? 0] === values[order[first] ?? 0]) end++
    for (const index of order.slice(first, end)) ranks[index] = (first + end - 1) / 2
    first = end
  }
  return ranks
}

function correlate(first: readonly number[], second: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length
  const covariance = (one: readonly number[], other: readonly number[]) => {
    const [oneMean, otherMean] = [mean(one), mean(other)]
    return mean(one.map((value, index) => (value - oneMean) * ((other[index] ?? 0) - otherMean)))
  }
  return covariance(first, second) / Math.sqrt(covariance(first, first) * covariance(second, second))
}

/**
 * Probabilities as log-odds: what a calibration curve is fitted to. Near 0 and 1 a classifier's probabilities crowd together, and their log-odds
 * do not. Those that cannot be told from 0 or 1 in single precision get the nearest that can.
 */
export function toLogOdds(probabilities: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (probability) => {
    const within = Math.min(1 - leastProbability, Math.max(leastProbability, probability))
    return Math.log(within / (1 - within))
  })
}

const leastProbability = 1e-7

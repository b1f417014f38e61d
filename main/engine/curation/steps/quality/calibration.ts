/** Scores of a classifier for documents whose class is known. */
export type CalibrationExamples = {
  /** Any finite numbers; higher means class 1. */
  scores: ArrayLike<number>
  /** 0 or 1, one for each score. */
  labels: ArrayLike<number>
}

/** `probability = 1 / (1 + exp(a * score + b))`. */
export type PlattCalibration = { kind: 'platt'; a: number; b: number }

/** A rising step function: the probability at `scores[i]` is `probabilities[i]`; between two of them it is interpolated. */
export type IsotonicCalibration = { kind: 'isotonic'; scores: number[]; probabilities: number[] }

export type Calibration = PlattCalibration | IsotonicCalibration

const maxIterations = 100
/** Of the gradient; the probabilities are exact to about this. */
const tolerance = 1e-10

/**
 * Fits a logistic curve (Platt 1999, "Probabilistic Outputs for Support Vector Machines") with Newton's method and backtracking as
 * Lin, Lin and Weng 2007 state it. The targets are Platt's (N+ + 1) / (N+ + 2) and 1 / (N- + 2), so that separable scores do not give
 * an infinite slope. Two parameters only: right for few examples.
 *
 * @throws RangeError that names what is wrong with the examples; both classes must occur.
 */
export function fitPlatt(examples: CalibrationExamples): PlattCalibration {
  const { scores, labels, positives } = readExamples(examples)
  // A common scale keeps the two parameters of the same order, whatever the scores are.
  const { mean, deviation } = describe(scores)
  const scaled = scores.map((score) => (deviation === 0 ? 0 : (score - mean) / deviation))
  const negatives = scores.length - positives
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (negatives + 2)]
  const targets = labels.map((label) => (label === 1 ? high : low))
  const [a, b] = minimiseCrossEntropy(scaled, targets, Math.log((negatives + 1) / (positives + 1)))
  return deviation === 0 ? { kind: 'platt', a: 0, b } : { kind: 'platt', a: a / deviation, b: b - (a * mean) / deviation }
}

/**
 * Fits the rising step function of the least squared error by pooling adjacent violators (Ayer et al. 1955; for classifiers Zadrozny
 * and Elkan 2002). Makes no assumption on the shape: right for a thousand examples and more. Equal scores get one probability.
 *
 * @throws RangeError that names what is wrong with the examples; both classes must occur.
 */
export function fitIsotonic(examples: CalibrationExamples): IsotonicCalibration {
  const { scores, labels } = readExamples(examples)
  const order = scores.map((_, index) => index).sort((a, b) => at(scores, a) - at(scores, b))
  const pools: Pool[] = []
  for (const index of order) {
    const score = at(scores, index)
    const last = pools.at(-1)
    if (last?.last === score) {
      last.sum += at(labels, index)
      last.count++
    } else {
      pools.push({ first: score, last: score, sum: at(labels, index), count: 1 })
    }
  }
  return toSteps(poolViolators(pools))
}

/** The probability of class 1 for a score; scores beyond those of the examples get that of the nearest. */
export function calibrate(calibration: Calibration, score: number): number {
  if (calibration.kind === 'platt') {
    const { a, b } = calibration
    // A flat curve gives an infinite score its probability too.
    return 1 / (1 + Math.exp(a === 0 ? b : a * score + b))
  }
  const { scores, probabilities } = calibration
  if (Number.isNaN(score)) return Number.NaN
  const above = findFirstAbove(scores, score)
  if (above === 0) return at(probabilities, 0)
  if (above === scores.length) return at(probabilities, above - 1)
  const [left, right] = [at(scores, above - 1), at(scores, above)]
  const share = (score - left) / (right - left)
  return at(probabilities, above - 1) * (1 - share) + at(probabilities, above) * share
}

/** `calibrate` for many scores. */
export function calibrateAll(calibration: Calibration, scores: ArrayLike<number>): Float32Array {
  return Float32Array.from(scores, (score) => calibrate(calibration, score))
}

/** Examples with scores from `first` to `last`, whose labels add up to `sum`. */
type Pool = { first: number; last: number; sum: number; count: number }

function readExamples({ scores, labels }: CalibrationExamples): { scores: number[]; labels: number[]; positives: number } {
  if (scores.length !== labels.length) throw new RangeError(`There are ${scores.length} scores and ${labels.length} labels.`)
  const [scoreList, labelList] = [Array.from(scores), Array.from(labels)]
  const wrongScore = scoreList.findIndex((score) => !Number.isFinite(score))
  if (wrongScore >= 0) throw new RangeError(`Score ${wrongScore} is ${scoreList[wrongScore]}; scores must be finite.`)
  const wrongLabel = labelList.findIndex((label) => label !== 0 && label !== 1)
  if (wrongLabel >= 0) throw new RangeError(`Label ${wrongLabel} is ${labelList[wrongLabel]}; labels must be 0 or 1.`)
  const positives = labelList.filter((label) => label === 1).length
  if (positives === 0 || positives === labelList.length) throw new RangeError('Calibration needs examples of both classes.')
  return { scores: scoreList, labels: labelList, positives }
}

function describe(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0)
  return { mean, deviation: Math.sqrt(variance) }
}

function minimiseCrossEntropy(scores: readonly number[], targets: readonly number[], firstB: number): [number, number] {
  let [a, b] = [0, firstB]
  let loss = crossEntropy(scores, targets, a, b)
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const { gradientA, gradientB, aa, ab, bb } = differentiate(scores, targets, a, b)
    if (Math.abs(gradientA) < tolerance * scores.length && Math.abs(gradientB) < tolerance * scores.length) break
    const determinant = aa * bb - ab * ab
    const stepA = -(bb * gradientA - ab * gradientB) / determinant
    const stepB = -(aa * gradientB - ab * gradientA) / determinant
    const slope = gradientA * stepA + gradientB * stepB
    let length = 1
    let next = crossEntropy(scores, targets, a + stepA, b + stepB)
    while (next > loss + 1e-4 * length * slope && length > 1e-10) {
      length /= 2
      next = crossEntropy(scores, targets, a + length * stepA, b + length * stepB)
    }
    if (!(next <= loss)) break
    a += length * stepA
    b += length * stepB
    loss = next
  }
  return [a, b]
}

function crossEntropy(scores: readonly number[], targets: readonly number[], a: number, b: number): number {
  let sum = 0
  for (const [index, score] of scores.entries()) {
    const exponent = a * score + b
    const target = at(targets, index)
    // Either form of the same, so that the exponential does not overflow.
    if (exponent >= 0) sum += target * exponent + Math.log1p(Math.exp(-exponent))
    else sum += (target - 1) * exponent + Math.log1p(Math.exp(exponent))
  }
  return sum
}

function differentiate(scores: readonly number[], targets: readonly number[], a: number, b: number) {
  // The ridge keeps the matrix invertible where all scores are equal.
  const sums = { gradientA: 0, gradientB: 0, aa: 1e-12, ab: 0, bb: 1e-12 }
  for (const [index, score] of scores.entries()) {
    const probability = 1 / (1 + Math.exp(a * score + b))
    const difference = at(targets, index) - probability
    const weight = probability * (1 - probability)
    sums.gradientA += score * difference
    sums.gradientB += difference
    sums.aa += score * score * weight
    sums.ab += score * weight
    sums.bb += weight
  }
  return sums
}

function poolViolators(pools: readonly Pool[]): Pool[] {
  const rising: Pool[] = []
  for (const pool of pools) {
    let current = pool
    for (let before = rising.at(-1); before !== undefined && meanOf(before) >= meanOf(current); before = rising.at(-1)) {
      current = { first: before.first, last: current.last, sum: before.sum + current.sum, count: before.count + current.count }
      rising.pop()
    }
    rising.push(current)
  }
  return rising
}

function toSteps(pools: readonly Pool[]): IsotonicCalibration {
  const calibration: IsotonicCalibration = { kind: 'isotonic', scores: [], probabilities: [] }
  for (const pool of pools) {
    for (const score of new Set([pool.first, pool.last])) {
      calibration.scores.push(score)
      calibration.probabilities.push(meanOf(pool))
    }
  }
  return calibration
}

function meanOf(pool: Pool): number {
  return pool.sum / pool.count
}

function findFirstAbove(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(sorted, middle) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** For indexes that are known to exist. */
function at(values: readonly number[], index: number): number {
  return values[index] as number
}

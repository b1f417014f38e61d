/** A signature's numbers cut into `bands` groups of `rows`: two documents are candidates if they agree in a whole group. */
export type MinHashBands = { bands: number; rows: number }

/**
 * Bands and rows for a Jaccard threshold, as datasketch's `MinHashLSH` chooses them: of all that fit into the permutations, those
 * with the least weighted sum of false positives (the area under the detection curve below the threshold) and false negatives (the
 * area above the curve from the threshold on), both integrated by the midpoint rule in steps of 0.001.
 *
 * @throws RangeError for a threshold outside 0 to 1, a number of permutations that is none, or a negative weight.
 */
export function chooseBands(options: {
  threshold: number
  permutations: number
  falsePositiveWeight?: number
  falseNegativeWeight?: number
}): MinHashBands {
  const { threshold, permutations, falsePositiveWeight = 0.5, falseNegativeWeight = 0.5 } = options
  refuseWrong(threshold, permutations)
  if (!(falsePositiveWeight >= 0 && falseNegativeWeight >= 0)) throw new RangeError('a weight is negative')
  const below = listMidpoints(0, threshold)
  const above = listMidpoints(threshold, 1)
  let best: MinHashBands & { error: number } = { bands: 1, rows: 1, error: Number.POSITIVE_INFINITY }
  for (let rows = 1; rows <= permutations; rows++) {
    const missesBelow = below.map((jaccard) => 1 - jaccard ** rows)
    const missesAbove = above.map((jaccard) => 1 - jaccard ** rows)
    const allBelow = new Float64Array(below.length).fill(1)
    const allAbove = new Float64Array(above.length).fill(1)
    for (let bands = 1; bands * rows <= permutations; bands++) {
      const falsePositives = integrationStep * (below.length - multiplyAndSum(allBelow, missesBelow))
      const falseNegatives = integrationStep * multiplyAndSum(allAbove, missesAbove)
      const error = falsePositives * falsePositiveWeight + falseNegatives * falseNegativeWeight
      if (error < best.error || (error === best.error && bands < best.bands)) best = { bands, rows, error }
    }
  }
  return { bands: best.bands, rows: best.rows }
}

/**
 * Bands and rows with which a pair at the threshold becomes a candidate with a probability of `recall` or more, for searches that
 * verify their candidates: of all that fit into the permutations, those with the least false candidates (the area under the detection
 * curve below the threshold). If none reaches it, as at thresholds near 0, those that come nearest.
 *
 * @param options.recall 0.994 by default, so that 0.99 remain after the sketches (docs/decisions/0015-verified-candidates.md).
 * @throws as `chooseBands`, and RangeError for a recall that is not between 0 and 1.
 */
export function chooseRecallBands(options: { threshold: number; permutations: number; recall?: number }): MinHashBands {
  const { threshold, permutations, recall = 0.994 } = options
  refuseWrong(threshold, permutations)
  if (!(recall > 0 && recall < 1)) throw new RangeError(`recall is ${recall}; it is between 0 and 1`)
  const below = listMidpoints(0, threshold)
  let best: (MinHashBands & { falsePositives: number }) | undefined
  for (let rows = 1; rows <= permutations; rows++) {
    // The least bands do: each further one adds false candidates.
    const bands = Math.max(1, Math.ceil(Math.log1p(-recall) / Math.log1p(-(threshold ** rows))))
    if (!(bands * rows <= permutations)) continue
    const falsePositives = below.reduce((sum, jaccard) => sum + detectionProbability({ bands, rows }, jaccard), 0)
    if (best === undefined || falsePositives < best.falsePositives) best = { bands, rows, falsePositives }
  }
  return best === undefined ? { bands: permutations, rows: 1 } : { bands: best.bands, rows: best.rows }
}

/** The probability that two documents of a Jaccard similarity become candidates: 1 - (1 - s^rows)^bands. */
export function detectionProbability({ bands, rows }: MinHashBands, jaccard: number): number {
  return 1 - (1 - jaccard ** rows) ** bands
}

function refuseWrong(threshold: number, permutations: number): void {
  if (!(threshold >= 0 && threshold <= 1)) throw new RangeError(`threshold is ${threshold}; it is from 0 to 1`)
  if (!Number.isInteger(permutations) || permutations < 1 || permutations > 4096) {
    throw new RangeError(`permutations is ${permutations}; it is a whole number from 1 to 4096`)
  }
}

const integrationStep = 0.001

/** Midpoints of the steps; the last step may pass the end, as in datasketch. */
function listMidpoints(from: number, to: number): Float64Array {
  const midpoints: number[] = []
  for (let x = from; x < to; x += integrationStep) midpoints.push(x + integrationStep / 2)
  return Float64Array.from(midpoints)
}

/** Takes one more band into the products, which are the probabilities that no band finds the pair. */
function multiplyAndSum(products: Float64Array, factors: Float64Array): number {
  let sum = 0
  for (let index = 0; index < products.length; index++) {
    const product = (products[index] ?? 0) * (factors[index] ?? 0)
    products[index] = product
    sum += product
  }
  return sum
}

/** Geometric means of the model's probabilities, 0 to 1, below which a suggestion that nobody asked for is not shown. */
export interface ConfidenceThresholds {
  /** Of the first tokens. */
  readonly start: number
  /** Of all tokens of a line. */
  readonly line: number
}

/**
 * Measured thresholds by the name in the model's file (`general.name`). How sure a model is of itself when it is right differs from
 * model to model; `npm run bench -- confidence` measures it, and docs/decisions/0012-confidence-by-model.md says how it was chosen.
 */
const MEASURED: Readonly<Record<string, ConfidenceThresholds>> = {
  'CodeShell-Tiny': { start: 0.2, line: 0.2 },
  'CodeShell-Small': { start: 0.2, line: 0.2 },
}

/** Low enough for models that know far more than the measured ones: they are rarely this unsure. */
const UNMEASURED: ConfidenceThresholds = { start: 0.2, line: 0.2 }

export function getConfidenceThresholds(modelName: string): ConfidenceThresholds {
  return Object.hasOwn(MEASURED, modelName) ? (MEASURED[modelName] ?? UNMEASURED) : UNMEASURED
}

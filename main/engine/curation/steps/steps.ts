import { contamination } from './contamination/contamination.ts'
import { exactDuplicates } from './exact-duplicates.ts'
import { htmlText } from './html-text/html-text.ts'
import { modelPerplexity } from './model-perplexity/model-perplexity.ts'
import { nearDuplicates } from './near-duplicates/near-duplicates.ts'
import { perplexity } from './perplexity/perplexity.ts'
import { personalData } from './personal-data/personal-data.ts'
import { quality } from './quality/quality.ts'
import { repetition } from './repetition/repetition.ts'
import { secrets } from './secrets/secrets.ts'
import { statistics } from './statistics/statistics.ts'
import type { Step } from './step.ts'
import { syntax } from './syntax/syntax.ts'

/** Every step that a recipe can have. */
export const steps: readonly Step[] = [
  statistics,
  htmlText,
  repetition,
  secrets,
  personalData,
  contamination,
  syntax,
  perplexity,
  exactDuplicates,
  nearDuplicates,
  quality,
  modelPerplexity,
]

export function findStep(kind: string): Step | undefined {
  return steps.find((each) => each.kind === kind)
}

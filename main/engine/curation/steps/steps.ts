import { perplexity } from './perplexity/perplexity.ts'
import { statistics } from './statistics/statistics.ts'
import type { Step } from './step.ts'

/** Every step that a recipe can have. */
export const steps: readonly Step[] = [statistics, perplexity]

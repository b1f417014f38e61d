import { perplexity } from './perplexity/perplexity.ts'
import { personalData } from './personal-data/personal-data.ts'
import { secrets } from './secrets/secrets.ts'
import { statistics } from './statistics/statistics.ts'
import type { Step } from './step.ts'

/** Every step that a recipe can have. */
export const steps: readonly Step[] = [statistics, secrets, personalData, perplexity]

import type { ContractRouterClient } from '@orpc/contract'
import { completionContract } from './completion.ts'
import { curationContract } from './curation.ts'
import { datasetContract } from './dataset.ts'
import { duplicatesContract } from './duplicates.ts'
import { exportsContract } from './exports.ts'
import { hostContract } from './host.ts'
import { importsContract } from './imports.ts'
import { jobsContract } from './jobs.ts'
import { modelsContract } from './models.ts'
import { openTextsContract } from './open-texts.ts'
import { recipeContract } from './recipe.ts'
import { reviewContract } from './review.ts'
import { sampleContract } from './sample.ts'
import { settingsContract } from './settings.ts'
import { tuningContract } from './tuning.ts'
import { workspaceContract } from './workspace.ts'

/** What is asked of a project: answered by the data thread, so that nothing done with documents holds up a completion. */
export const dataContract = {
  dataset: datasetContract,
  imports: importsContract,
  exports: exportsContract,
  jobs: jobsContract,
  curation: curationContract,
  duplicates: duplicatesContract,
  recipe: recipeContract,
  review: reviewContract,
  tuning: tuningContract,
}

/** Everything that the interface may ask of the engine. */
export const workbenchContract = {
  host: hostContract,
  settings: settingsContract,
  sample: sampleContract,
  workspace: workspaceContract,
  openTexts: openTextsContract,
  models: modelsContract,
  completion: completionContract,
  ...dataContract,
}

export type WorkbenchClient = ContractRouterClient<typeof workbenchContract>

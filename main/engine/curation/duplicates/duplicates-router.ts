import { implement } from '@orpc/server'
import { duplicatesContract } from '#contracts/duplicates'
import type { OpenProject } from '../../dataset/project/project.ts'
import { getStepResults } from '../run/step-results.ts'
import { countSimilarities } from './count-similarities.ts'
import { findStoredDuplicates } from './find-stored-duplicates.ts'
import { listClusters } from './list-clusters.ts'
import { listMembers } from './list-members.ts'
import { findRecipeChoice, type RecipeRules } from './recipe-choice.ts'

export interface DuplicatesRouterDeps {
  getProject(attempt: string): OpenProject
  getRules(): RecipeRules['rules']
  decide: RecipeRules['decide']
}

export function createDuplicatesRouter({ getProject, getRules, decide }: DuplicatesRouterDeps) {
  const os = implement(duplicatesContract)

  function takeSources() {
    const project = getProject('see its duplicates')
    return { project, snapshot: project.snapshot(), results: getStepResults(project) }
  }

  return os.router({
    clusters: os.clusters.handler(async ({ input, signal }) => {
      const { step, jaccard, offset, limit } = input
      const sources = takeSources()
      const recipe = findRecipeChoice({ rules: getRules(), decide }, input)
      const stored = await findStoredDuplicates(sources, step, signal)
      if (!stored) return null
      const chosen = await stored.choose(recipe.choice, signal)
      const bySize = await stored.clustersBySize(jaccard, signal)
      const places = bySize.subarray(offset, offset + limit)
      return {
        clusterCount: bySize.length,
        memberCount: chosen.clusters.members.length,
        rule: recipe.rule,
        clusters: await listClusters(sources.snapshot, { chosen, places }, signal),
      }
    }),
    members: os.members.handler(async ({ input, signal }) => {
      const sources = takeSources()
      const recipe = findRecipeChoice({ rules: getRules(), decide }, input)
      const stored = await findStoredDuplicates(sources, input.step, signal)
      return stored && listMembers(sources.snapshot, { stored, recipe, request: input }, signal)
    }),
    similarities: os.similarities.handler(async ({ input, signal }) => {
      const stored = await findStoredDuplicates(takeSources(), input.step, signal)
      return stored && countSimilarities(stored.pairs.jaccards, input.bins, signal)
    }),
  })
}

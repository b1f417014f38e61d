import { implement } from '@orpc/server'
import { duplicatesContract } from '#contracts/duplicates'
import type { OpenProject } from '../../dataset/project/project.ts'
import { countSimilarities } from './count-similarities.ts'
import { listClusters, listMembers } from './list-clusters.ts'
import { findStoredDuplicates } from './stored-duplicates.ts'

export interface DuplicatesRouterDeps {
  getProject(attempt: string): OpenProject
}

export function createDuplicatesRouter({ getProject }: DuplicatesRouterDeps) {
  const os = implement(duplicatesContract)
  const attempt = 'see its duplicates'
  return os.router({
    clusters: os.clusters.handler(async ({ input, signal }) => {
      const project = getProject(attempt)
      const stored = await findStoredDuplicates(project, input.step, signal)
      if (!stored) return null
      const chosen = await stored.choose(input, signal)
      return {
        clusterCount: chosen.bySize.length,
        memberCount: chosen.clusters.members.length,
        clusters: await listClusters(project, chosen, input, signal),
      }
    }),
    members: os.members.handler(async ({ input, signal }) => {
      const project = getProject(attempt)
      const stored = await findStoredDuplicates(project, input.step, signal)
      return stored && listMembers(project, await stored.choose(input, signal), input, signal)
    }),
    similarities: os.similarities.handler(async ({ input, signal }) => {
      const stored = await findStoredDuplicates(getProject(attempt), input.step, signal)
      return stored && countSimilarities(stored.pairs.jaccards, input.bins, signal)
    }),
  })
}

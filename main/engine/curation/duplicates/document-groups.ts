import type { CorpusPairs } from '../steps/step.ts'

/**
 * Documents that are kept or dropped together, as those of a repository: for each document the smallest id of its group. Pairs of documents that
 * stand for their groups are clustered like those of documents; what is kept of them holds for the whole group.
 */
export type DocumentGroups = Uint32Array

/** Groups by repository; a document without one is a group by itself. `repoIds` is the column of the project: 0 or NaN without one. */
export function groupByRepository(repoIds: Float32Array): DocumentGroups {
  const groups = new Uint32Array(repoIds.length)
  const firsts = new Map<number, number>()
  for (let id = 0; id < repoIds.length; id++) {
    const repo = repoIds[id] || 0
    let first = repo === 0 ? id : firsts.get(repo)
    if (first === undefined) {
      first = id
      firsts.set(repo, id)
    }
    groups[id] = first
  }
  return groups
}

/** The pairs between the groups of their documents; those within one group are left out. */
export function groupPairs({ firsts, seconds, jaccards }: CorpusPairs, groups: DocumentGroups): CorpusPairs {
  const isBetween = (_: number, pair: number) => groups[firsts[pair] as number] !== groups[seconds[pair] as number]
  const groupOf = (id: number) => groups[id] as number
  return {
    firsts: firsts.filter(isBetween).map(groupOf),
    seconds: seconds.filter(isBetween).map(groupOf),
    jaccards: jaccards.filter(isBetween),
  }
}

/** For each document that stands for its group 1 when any document of the group is alive; 0 for all others. */
export function findAliveGroups(alive: Uint8Array, groups: DocumentGroups): Uint8Array {
  const aliveGroups = new Uint8Array(alive.length)
  for (let id = 0; id < alive.length; id++) if (alive[id] !== 0) aliveGroups[groups[id] as number] = 1
  return aliveGroups
}

/** What `chooseKept` said of the documents that stand for groups, for every document: one of a dropped group duplicates the kept group's first. */
export function extendToGroups(keptOf: Uint32Array, groups: DocumentGroups): Uint32Array {
  const extended = new Uint32Array(keptOf.length)
  for (let id = 0; id < keptOf.length; id++) {
    const group = groups[id] as number
    const kept = keptOf[group] as number
    extended[id] = kept === group ? id : kept
  }
  return extended
}

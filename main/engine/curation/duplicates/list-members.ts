import type { ClusterMember } from '#contracts/duplicates'
import { toDocumentId } from '../../dataset/documents/document-id.ts'
import type { ColumnSnapshot } from '../../dataset/project/project.ts'
import { findKeptIn } from './choose-kept.ts'
import { findClusterOf, membersOf } from './cluster-at.ts'
import { findKeepReason } from './keep-order.ts'
import type { RecipeChoice } from './recipe-choice.ts'
import type { ChosenClusters, StoredDuplicates } from './stored-duplicates.ts'

interface MembersRequest {
  readonly documentId: number
  readonly offset: number
  readonly limit: number
}

/** A page of the members of a document's cluster: the kept one, the others that may be kept by their rank, then those that rules before drop. */
export async function listMembers(
  snapshot: ColumnSnapshot,
  { stored, recipe, request }: { stored: StoredDuplicates; recipe: RecipeChoice; request: MembersRequest },
  signal?: AbortSignal,
): Promise<{ size: number; members: ClusterMember[] }> {
  const chosen = await stored.choose(recipe.choice, signal)
  const { groups } = stored
  const cluster = findClusterOf(chosen.clusters, groups?.[request.documentId] ?? request.documentId)
  if (cluster === null) return { size: 0, members: [] }
  const members = membersOf(chosen.clusters, cluster)
  const page = sortMembers(members, chosen).subarray(request.offset, request.offset + request.limit)
  const kept = findKeptIn(members, chosen.keptOf)
  const similarity = await chosen.measureSimilarity(signal)
  const rows = await snapshot.rows(page, [], signal)
  const [keptFacts, ...facts] = await stored.readFacts(Uint32Array.of(kept ?? 0, ...page), signal)

  async function describe(id: number, place: number): Promise<ClusterMember> {
    const isDuplicate = kept !== null && id !== kept
    const droppedBefore = isAlive(chosen, id) ? null : ((await recipe.before?.hits(toDocumentId(id), signal))?.[0] ?? null)
    const own = facts[place]
    const isPreferred = isDuplicate && droppedBefore === null && keptFacts !== undefined && own !== undefined
    return {
      document: rows[place] as ClusterMember['document'],
      isKept: id === kept,
      jaccard: isDuplicate ? (similarity.jaccards[id] as number) : null,
      via: isDuplicate && similarity.isDirect[id] === 0 ? toDocumentId(similarity.via[id] as number) : null,
      reason: isPreferred ? findKeepReason(recipe.choice.keep, keptFacts, own) : null,
      droppedBefore,
    }
  }
  return { size: members.length, members: await Promise.all(Array.from(page, describe)) }
}

function sortMembers(members: Uint32Array, chosen: ChosenClusters): Uint32Array {
  const { ranks } = chosen
  return Uint32Array.from(members).sort(
    (a, b) => Number(isAlive(chosen, b)) - Number(isAlive(chosen, a)) || (ranks[a] as number) - (ranks[b] as number),
  )
}

function isAlive({ alive }: ChosenClusters, id: number): boolean {
  return alive === null || alive[id] === 1
}

import type { Cluster, ClusterMember, KeepCriterion } from '#contracts/duplicates'
import { toDocumentId } from '../../dataset/documents/document-id.ts'
import type { OpenProject } from '../../dataset/project/project.ts'
import { membersOf } from './cluster-at.ts'
import { findKeepReason } from './keep-order.ts'
import { readKeepFacts } from './read-keep-facts.ts'
import type { ChosenClusters } from './stored-duplicates.ts'

interface Page {
  readonly offset: number
  readonly limit: number
}

/** A page of clusters, the largest first. */
export async function listClusters(
  project: OpenProject,
  { clusters, bySize, keptOf }: ChosenClusters,
  { offset, limit }: Page,
  signal?: AbortSignal,
): Promise<Cluster[]> {
  const places = bySize.subarray(offset, offset + limit)
  const sizesBytes = await project.sizesBytes(signal)
  const kept = await readRows(
    project,
    Uint32Array.from(places, (place) => keptOf[membersOf(clusters, place)[0] as number] as number),
    signal,
  )
  return Array.from(places, (place, index) => {
    const members = membersOf(clusters, place)
    return {
      id: toDocumentId(members[0] as number),
      size: members.length,
      sizeBytes: members.reduce((sum, id) => sum + (sizesBytes[id] as number), 0),
      kept: kept[index] as Cluster['kept'],
    }
  })
}

/** A page of the members of a document's cluster, by their rank. */
export async function listMembers(
  project: OpenProject,
  chosen: ChosenClusters,
  { documentId, keep, offset, limit }: Page & { documentId: number; keep: readonly KeepCriterion[] },
  signal?: AbortSignal,
): Promise<{ size: number; members: ClusterMember[] }> {
  const { clusters, ranks, keptOf, similarity } = chosen
  const members = membersOf(clusters, findCluster(clusters, documentId))
  const page = Uint32Array.from(members)
    .sort((a, b) => (ranks[a] as number) - (ranks[b] as number))
    .subarray(offset, offset + limit)
  if (page.length === 0) return { size: members.length, members: [] }
  const kept = keptOf[page[0] as number] as number
  const rows = await readRows(project, page, signal)
  const [keptFacts, ...facts] = await readKeepFacts(
    { reader: project.reader, snapshot: project },
    Uint32Array.of(kept, ...page),
    signal,
  )
  const list = Array.from(page, (id, place): ClusterMember => {
    const own = facts[place]
    const isKept = id === kept
    return {
      document: rows[place] as ClusterMember['document'],
      isKept,
      jaccard: isKept ? null : (similarity.jaccards[id] as number),
      via: isKept || similarity.isDirect[id] === 1 ? null : toDocumentId(similarity.via[id] as number),
      reason: isKept || !keptFacts || !own ? null : findKeepReason(keep, keptFacts, own),
    }
  })
  return { size: members.length, members: list }
}

/** The place of a document's cluster, or one past the last. */
function findCluster({ clusterOf, starts, members }: ChosenClusters['clusters'], documentId: number): number {
  const smallest = clusterOf[documentId]
  const count = starts.length - 1
  if (smallest === undefined) return count
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((members[starts[middle] as number] as number) < smallest) low = middle + 1
    else high = middle
  }
  return members[starts[low] as number] === smallest ? low : count
}

async function readRows(project: OpenProject, ids: Uint32Array, signal: AbortSignal | undefined) {
  const byId = new Map((await project.rows(ids, [], signal)).map((row) => [row.id as number, row]))
  return Array.from(ids, (id) => byId.get(id))
}

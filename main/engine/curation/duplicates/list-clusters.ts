import type { Cluster } from '#contracts/duplicates'
import { toDocumentId } from '../../dataset/documents/document-id.ts'
import type { ColumnSnapshot } from '../../dataset/project/project.ts'
import { findKept, findKeptIn } from './choose-kept.ts'
import { membersOf } from './cluster-at.ts'
import type { ChosenClusters } from './stored-duplicates.ts'

/** Clusters by their places, in that order. */
export async function listClusters(
  snapshot: ColumnSnapshot,
  { chosen, places }: { chosen: ChosenClusters; places: Uint32Array },
  signal?: AbortSignal,
): Promise<Cluster[]> {
  const { clusters, keptOf, ranks } = chosen
  const sizesBytes = await snapshot.sizesBytes(signal)
  const all = Array.from(places, (place) => {
    const members = membersOf(clusters, place)
    const kept = findKeptIn(members, keptOf)
    return { members, kept, best: kept ?? (findKept(members, { ranks }) as number) }
  })
  const rows = await snapshot.rows(
    all.map(({ best }) => best),
    [],
    signal,
  )
  return all.map(({ members, kept }, index) => ({
    id: toDocumentId(members[0] as number),
    size: members.length,
    sizeBytes: members.reduce((sum, id) => sum + (sizesBytes[id] as number), 0),
    best: rows[index] as Cluster['best'],
    isBestKept: kept !== null,
  }))
}

import type { ColumnSnapshot, OpenProject } from '../../dataset/project/project.ts'
import { createSharedLoads, type SharedLoads } from '../../platform/shared-loads.ts'
import type { StepResults } from '../run/step-results.ts'
import type { CorpusPairs } from '../steps/step.ts'
import { groupByRepository, groupPairs } from './document-groups.ts'
import { createPairClusters, type PairClusters } from './pair-clusters.ts'
import { readKeepFacts } from './read-keep-facts.ts'
import { createStoredDuplicates, type StoredDuplicates } from './stored-duplicates.ts'

/** A project as it was when its columns were taken. */
export interface DuplicateSources {
  readonly project: Pick<OpenProject, 'reader'>
  readonly snapshot: ColumnSnapshot
  readonly results: StepResults
}

/** Of the last steps that were asked for. */
const maxSteps = 4

const known = new WeakMap<ColumnSnapshot, SharedLoads<StoredDuplicates | null>>()

/**
 * By pairs, for the number of documents that was asked for last. Of a document neither path, content, licence, repository nor stars change after
 * its import, so while steps store their values one snapshot after the other has the same clusters and ranks.
 */
const clustersOf = new WeakMap<CorpusPairs, SharedLoads<PairClusters>>()

/** What a step found in a project: the same object as long as the snapshot is the same. Null when it has not run to its end. */
export function findStoredDuplicates(
  sources: DuplicateSources,
  step: string,
  waiting?: AbortSignal,
): Promise<StoredDuplicates | null> {
  const loads = known.get(sources.snapshot) ?? createSharedLoads<StoredDuplicates | null>(maxSteps)
  known.set(sources.snapshot, loads)
  return loads.get(step, (loading) => load(sources, step, loading), waiting)
}

async function load(sources: DuplicateSources, step: string, loading: AbortSignal): Promise<StoredDuplicates | null> {
  const { project, snapshot, results } = sources
  const stored = await results.findPairs(step, loading)
  if (!stored) return null
  const clusters = clustersOf.get(stored) ?? createSharedLoads<PairClusters>(1)
  clustersOf.set(stored, clusters)
  const found = await clusters.get(
    String(snapshot.documentCount),
    (signal) => loadClusters(stored, { sources, step }, signal),
    loading,
  )
  return createStoredDuplicates(found, (ids, waiting) => readKeepFacts({ reader: project.reader, snapshot }, ids, waiting))
}

async function loadClusters(
  stored: CorpusPairs,
  { sources: { snapshot, results }, step }: { sources: DuplicateSources; step: string },
  loading: AbortSignal,
): Promise<PairClusters> {
  const { documentCount } = snapshot
  const found = dropLater(stored, documentCount)
  const groups = results.comparesRepositories(step) ? groupByRepository(await snapshot.repoIds(loading)) : null
  return createPairClusters({ pairs: groups ? groupPairs(found, groups) : found, groups, documentCount })
}

/** Pairs come by their first document, but their second may be one that the snapshot does not have. */
function dropLater(pairs: CorpusPairs, documentCount: number): CorpusPairs {
  if (pairs.seconds.every((id) => id < documentCount)) return pairs
  const isKnown = (_: number, place: number) => (pairs.seconds[place] as number) < documentCount
  return {
    firsts: pairs.firsts.filter(isKnown),
    seconds: pairs.seconds.filter(isKnown),
    jaccards: pairs.jaccards.filter(isKnown),
  }
}

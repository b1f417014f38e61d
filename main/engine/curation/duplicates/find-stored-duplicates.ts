import type { ColumnSnapshot, OpenProject } from '../../dataset/project/project.ts'
import { createSharedLoads, type SharedLoads } from '../../platform/shared-loads.ts'
import type { StepResults } from '../run/step-results.ts'
import type { CorpusPairs } from '../steps/step.ts'
import { groupByRepository, groupPairs } from './document-groups.ts'
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

async function load(
  { project: { reader }, snapshot, results }: DuplicateSources,
  step: string,
  loading: AbortSignal,
): Promise<StoredDuplicates | null> {
  const stored = await results.findPairs(step, loading)
  if (!stored) return null
  const { documentCount } = snapshot
  const found = dropLater(stored, documentCount)
  const groups = results.comparesRepositories(step) ? groupByRepository(await snapshot.repoIds(loading)) : null
  return createStoredDuplicates({
    pairs: groups ? groupPairs(found, groups) : found,
    groups,
    documentCount,
    readFacts: (ids, waiting) => readKeepFacts({ reader, snapshot }, ids, waiting),
  })
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

import type { KeepCriterion, KeepReason } from '#contracts/duplicates'
import { type LicenceClass, licenceClass } from '#contracts/licence'

/** What is known of a document that may be kept. */
export interface KeepFacts {
  readonly id: number
  readonly licenceClass: LicenceClass
  /** Null where not known. */
  readonly stars: number | null
  readonly path: string | null
  readonly repo: string | null
  readonly sizeBytes: number
  /** Of the content, as hexadecimal digits. */
  readonly hash: string
}

type Comparison = (one: KeepFacts, other: KeepFacts) => number

/** Below 0 when the first is better. */
const comparisons: Readonly<Record<KeepReason, Comparison>> = {
  // The less a licence asks the better; what is not known comes last.
  licence: (one, other) => licenceRank(one) - licenceRank(other),
  stars: (one, other) => (other.stars ?? -1) - (one.stars ?? -1),
  // A copy tends to lie deeper, and to have the longer name: `src/list.c` before `third_party/x/src/list.c` and `src/list-copy.c`.
  path: comparePaths,
  longest: (one, other) => other.sizeBytes - one.sizeBytes,
  repository: (one, other) => compareTexts(one.repo, other.repo),
  content: (one, other) => compareTexts(one.hash, other.hash),
  order: (one, other) => one.id - other.id,
}

/** Settles what the criteria of a rule leave open. The order of import comes last, where documents differ in nothing else. */
const tieBreakers: readonly KeepReason[] = ['path', 'repository', 'content', 'licence', 'stars', 'order']

/**
 * Puts the better of two duplicates first: by the criteria in their order, then by path, repository and content, so that the result does not
 * depend on the order in which documents were imported.
 */
export function compareForKeeping(criteria: readonly KeepCriterion[]): (one: KeepFacts, other: KeepFacts) => number {
  const order = [...criteria, ...tieBreakers].map((reason) => comparisons[reason])
  return (one, other) => {
    for (const compare of order) {
      const difference = compare(one, other)
      if (difference !== 0) return difference
    }
    return 0
  }
}

/** Why `kept` stands before `other`. */
export function findKeepReason(criteria: readonly KeepCriterion[], kept: KeepFacts, other: KeepFacts): KeepReason {
  const reasons: readonly KeepReason[] = [...criteria, ...tieBreakers]
  return reasons.find((reason) => comparisons[reason](kept, other) !== 0) ?? 'order'
}

function licenceRank({ licenceClass: own }: KeepFacts): number {
  return licenceClass.options.indexOf(own)
}

function comparePaths(one: KeepFacts, other: KeepFacts): number {
  if (one.path === null || other.path === null) return compareTexts(one.path, other.path)
  return (
    countFolders(one.path) - countFolders(other.path) || one.path.length - other.path.length || compareTexts(one.path, other.path)
  )
}

function countFolders(path: string): number {
  let count = 0
  for (let place = path.indexOf('/'); place >= 0; place = path.indexOf('/', place + 1)) count++
  return count
}

/** By code units, what is missing last: the same on every machine, whatever its language. */
function compareTexts(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return one < other ? -1 : 1
}

import type { KeepReason } from '#contracts/duplicates'
import { formatBytes, formatCount, formatPlural } from '#contracts/format-quantity'

/** Where two are exactly alike, more places say nothing. */
const formatExact = (jaccard: number) => (jaccard === 1 ? '100 %' : `${(jaccard * 100).toFixed(1)} %`)

/** A cut. */
export const formatSimilarity = (jaccard: number) => `${Number((jaccard * 100).toPrecision(4))} %`

/** The words of the duplicates. */
export const text = {
  title: 'Duplicates',
  step: 'Found by',
  steps: { 'exact-duplicates': 'Equal content', 'near-duplicates': 'Similar content' },
  jaccard: 'Similar from',
  loading: 'Looking for the clusters',
  notRun: (step: string) =>
    `The step “${step}” has not run on this project yet. Put a rule on duplicates into the recipe in Tune, and run it.`,
  none: 'No document has a duplicate at this similarity.',
  summary: (clusters: number, members: number) =>
    `${formatPlural(clusters, 'cluster')} with ${formatPlural(members, 'document')}, the largest first.`,
  rule: (place: number, cut: number, jaccard: number) =>
    `Rule ${place + 1} of the recipe chooses which is kept, of what the rules before it leave${cut === jaccard ? '' : `; its own cut is ${formatSimilarity(cut)}`}.`,
  noRule: 'The recipe has no rule on them; this is what one would keep.',
  clusters: 'Clusters by size',
  clusterSize: (size: number, bytes: number) => `${formatCount(size)} documents · ${formatBytes(bytes)}`,
  members: 'Documents of the cluster',
  more: 'Show more',
  kept: 'kept',
  noneKept: 'none is kept',
  droppedBefore: (place: number, sentence: string) => `dropped before, by rule ${place + 1}: ${sentence}`,
  noLicence: 'no licence',
  similarity: (jaccard: number, isDirect: boolean) =>
    isDirect ? `${formatExact(jaccard)} alike` : `${formatExact(jaccard)} alike, through others`,
  reasons: {
    licence: 'its licence asks more',
    stars: 'its repository has fewer stars',
    path: 'its path is deeper or longer',
    longest: 'it is shorter',
    repository: 'its repository comes later by name',
    content: 'the content decides, all else is equal',
    order: 'it was imported later',
  } satisfies Record<KeepReason, string>,
  open: (name: string) => `Open ${name}`,
  compare: (name: string) => `Compare ${name} with the kept document`,
  showOnly: 'Show this cluster alone',
  review: 'Review in this order',
  close: 'Close',
}

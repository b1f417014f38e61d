import { z } from 'zod'
import { formatBytes, formatCount, formatPlural } from '#contracts/format-quantity'
import { addGroup, type RejectionGroup, rejectionGroups } from './rejections.ts'

/** What an import did with the rows of a source so far; kept with its cursor. */
export const importTally = z.object({
  documents: z.number(),
  sizeBytes: z.number(),
  /** Rows that the project had already when they were met. */
  present: z.number(),
  rejected: rejectionGroups,
})
export type ImportTally = z.infer<typeof importTally>

export function emptyTally(): ImportTally {
  return { documents: 0, sizeBytes: 0, present: 0, rejected: [] }
}

export function sumTallies(one: ImportTally, other: ImportTally): ImportTally {
  const rejected: RejectionGroup[] = []
  for (const group of [...one.rejected, ...other.rejected]) addGroup(rejected, group)
  return {
    documents: one.documents + other.documents,
    sizeBytes: one.sizeBytes + other.sizeBytes,
    present: one.present + other.present,
    rejected,
  }
}

export function countFailed({ rejected }: ImportTally): number {
  return rejected.reduce((sum, { outcome, count }) => sum + (outcome === 'failed' ? count : 0), 0)
}

/** The share of rows that failed, of all that were to become documents; 0 while too few were seen to tell. */
export function measureRejectedShare(tally: ImportTally): number {
  const failed = countFailed(tally)
  const rows = tally.documents + tally.present + failed
  return rows < minRows ? 0 : failed / rows
}

const minRows = 100

/** As many as a person reads; the list has all. */
const maxNamed = 10

/** The sentences at the end of an import. `unfinished` are the names of sources that were not imported to their end. */
export function summarize(
  tally: ImportTally,
  { unit, unfinished = [] }: { unit: 'files' | 'rows'; unfinished?: readonly string[] },
): string {
  const [one, many] = unit === 'files' ? ['file', 'files'] : ['row', 'rows']
  const failed = countFailed(tally)
  const skipped = tally.rejected
    .filter(({ outcome }) => outcome === 'skipped')
    .sort((a, b) => b.count - a.count || (a.one < b.one ? -1 : 1))
  const sentences = [`Imported ${formatPlural(tally.documents, one, many)} (${formatBytes(tally.sizeBytes)}).`]
  if (tally.present > 0) {
    sentences.push(`${formatPlural(tally.present, `${one} was`, `${many} were`)} there already.`)
  }
  if (failed > 0) {
    sentences.push(
      unit === 'files'
        ? `${formatPlural(failed, 'file or folder', 'files or folders')} could not be read.`
        : `${formatPlural(failed, 'row was', 'rows were')} rejected.`,
    )
  }
  if (skipped.length > 0) {
    sentences.push(`Skipped: ${skipped.map((group) => formatPlural(group.count, group.one, group.many)).join('; ')}.`)
  }
  if (unfinished.length > 0) {
    const more = unfinished.length - maxNamed
    const names = [...unfinished.slice(0, maxNamed), ...(more > 0 ? [`${formatCount(more)} more`] : [])].join('; ')
    sentences.push(`${formatPlural(unfinished.length, 'source was', 'sources were')} not imported to the end: ${names}.`)
  }
  return sentences.join(' ')
}

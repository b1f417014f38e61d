import { z } from 'zod'
import { formatBytes, formatPlural } from '#contracts/format-quantity'
import type { WalkSkip } from './folder-walk.ts'
import type { FileSkip } from './source-file.ts'

/** What the job stored so far, in all its runs together; kept as its cursor. */
const added = z.object({ documents: z.number(), sizeBytes: z.number() })
type Added = z.infer<typeof added>

export type ImportSkip = FileSkip | WalkSkip

/** Why one file was skipped, for the list. */
export function describeSkip(reason: Exclude<ImportSkip, 'ignored'>, maxFileBytes: number): string {
  switch (reason) {
    case 'binary':
      return 'It is a binary file.'
    case 'utf-16':
      return 'It is text in UTF-16, which counts as binary. Convert it to UTF-8 to import it.'
    case 'large':
      return `It is larger than ${formatBytes(maxFileBytes)}.`
    case 'link':
      return 'It is a link. What it leads to is imported where it is itself, if that is in the folder.'
    case 'special':
      return 'It is a device, a pipe or a socket.'
    case 'ignored-root':
      return 'The folder itself is ignored by rules of the repository that it is in, so only files that git tracks are imported. Copy it out of the repository to import the rest.'
    case 'repository':
      return 'It is a repository of its own, or a submodule. Import it by itself.'
    case 'version-control':
      return 'It belongs to a version control system.'
    case 'project':
      return 'It is the project itself.'
    case 'missing':
      return "It is in git's index, and not in the folder."
  }
}

/** Counts for the sentence at the end of an import. */
export interface ImportTally {
  countSkipped(reason: ImportSkip): void
  /** Files that the project had already when they were met. */
  countPresent(count: number): void
  withAdded(documents: readonly { sizeBytes: number }[]): Added
  setAdded(next: Added): void
  /** `failedCount` is how many files and folders could not be read. */
  summarize(outcome: { maxFileBytes: number; failedCount: number }): string
}

export function createImportTally(cursor: unknown): ImportTally {
  let total = added.safeParse(cursor).data ?? { documents: 0, sizeBytes: 0 }
  // Files that an earlier run of this job stored are met again, and are not news.
  let present = -total.documents
  const skipped = new Map<ImportSkip, number>()
  const countOf = (...reasons: ImportSkip[]) => reasons.reduce((sum, reason) => sum + (skipped.get(reason) ?? 0), 0)

  return {
    countSkipped: (reason) => {
      skipped.set(reason, countOf(reason) + 1)
    },
    countPresent: (count) => {
      present += count
    },
    withAdded: (documents) => ({
      documents: total.documents + documents.length,
      sizeBytes: documents.reduce((sum, { sizeBytes }) => sum + sizeBytes, total.sizeBytes),
    }),
    setAdded: (next) => {
      total = next
    },
    summarize({ maxFileBytes, failedCount }) {
      const parts = [
        describeCount(countOf('ignored'), 'file or folder ignored by git', 'files or folders ignored by git'),
        describeCount(countOf('ignored-root'), 'the folder itself, which git ignores, but for what it tracks'),
        describeCount(countOf('binary', 'utf-16'), 'binary file', 'binary files'),
        describeCount(countOf('large'), `file over ${formatBytes(maxFileBytes)}`, `files over ${formatBytes(maxFileBytes)}`),
        describeCount(countOf('link'), 'link', 'links'),
        describeCount(countOf('special'), 'special file', 'special files'),
        describeCount(countOf('repository'), 'repository within this one', 'repositories within this one'),
        describeCount(countOf('version-control'), 'folder of a version control system', 'folders of a version control system'),
        describeCount(countOf('missing'), 'file that git tracks and that is gone', 'files that git tracks and that are gone'),
      ].filter((part) => part !== null)
      const sentences = [`Imported ${formatPlural(total.documents, 'file', 'files')} (${formatBytes(total.sizeBytes)}).`]
      if (present > 0) sentences.push(`${formatPlural(present, 'file was', 'files were')} there already.`)
      if (failedCount > 0) sentences.push(`${formatPlural(failedCount, 'file or folder', 'files or folders')} could not be read.`)
      if (parts.length > 0) sentences.push(`Skipped: ${parts.join('; ')}.`)
      return sentences.join(' ')
    },
  }
}

function describeCount(count: number, one: string, many?: string): string | null {
  if (count === 0) return null
  return many === undefined ? one : formatPlural(count, one, many)
}

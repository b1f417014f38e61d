import { z } from 'zod'
import { formatBytes, formatPlural } from '#contracts/format-quantity'
import type { FileSkip } from './source-file.ts'

/** What the job stored so far, in all its runs together; kept as its cursor. */
const added = z.object({ documents: z.number(), sizeBytes: z.number() })
type Added = z.infer<typeof added>

export type ImportSkip = FileSkip | 'ignored' | 'link'

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
      return 'It is a link that leads out of the folder, in a circle or nowhere.'
    case 'special':
      return 'It is a device, a pipe or a socket.'
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
  const skipped: Record<ImportSkip, number> = { ignored: 0, binary: 0, 'utf-16': 0, large: 0, link: 0, special: 0 }

  return {
    countSkipped: (reason) => {
      skipped[reason]++
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
      const binary = skipped.binary + skipped['utf-16']
      const parts = [
        skipped.ignored > 0 && `${formatPlural(skipped.ignored, 'file or folder', 'files or folders')} ignored by .gitignore`,
        binary > 0 && `${formatPlural(binary, 'binary file', 'binary files')}`,
        skipped.large > 0 && `${formatPlural(skipped.large, 'file', 'files')} over ${formatBytes(maxFileBytes)}`,
        skipped.link > 0 && `${formatPlural(skipped.link, 'link', 'links')} that lead out of the folder, in a circle or nowhere`,
        skipped.special > 0 && `${formatPlural(skipped.special, 'special file', 'special files')}`,
      ].filter((part) => part !== false)
      const sentences = [`Imported ${formatPlural(total.documents, 'file', 'files')} (${formatBytes(total.sizeBytes)}).`]
      if (present > 0) sentences.push(`${formatPlural(present, 'file was', 'files were')} there already.`)
      if (failedCount > 0) sentences.push(`${formatPlural(failedCount, 'file or folder', 'files or folders')} could not be read.`)
      if (parts.length > 0) sentences.push(`Skipped: ${parts.join('; ')}.`)
      return sentences.join(' ')
    },
  }
}

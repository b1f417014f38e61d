import { z } from 'zod'
import { formatPlural } from '#contracts/format-quantity'
import { toFileError } from '../../platform/file-error.ts'
import type { ProjectWork } from '../project/project.ts'
import { createImportedLabels } from './imported-labels.ts'
import { type LabelLine, readLabelLine } from './label-line.ts'
import type { Labels } from './labels.ts'
import { matchLabels } from './match-labels.ts'
import type { ProjectLabels } from './project-labels.ts'
import { readLines } from './read-lines.ts'

const parameters = z.object({ file: z.string() })

/** Lines that are looked for in one go: contents are found by reading all of them once. */
const batchLines = 20_000
/** No line with the longest note is longer. */
const maxLineBytes = 256 * 1024
/** As many are listed; all are counted. */
const maxListed = 10_000

interface NumberedLine {
  number: number
  line: LabelLine
}

/**
 * The job that takes labels from a file of JSON Lines: all of them as one step of undo, or none when it ends before. Lines that cannot be
 * read, and labels whose document the project does not have, are its problems. A job that is resumed starts over.
 */
export function createImportLabelsJob({ labels }: { labels: Pick<ProjectLabels, 'load'> }) {
  return {
    kind: 'import-labels',
    unit: 'documents',
    claims: [],
    parameters,
    async run(context: ProjectWork<z.infer<typeof parameters>>): Promise<string> {
      const { project } = context
      context.clearProblems()
      const read = await readAll(context, await labels.load(project)).catch((error: unknown) => {
        throw toFileError(error, context.parameters.file, 'Importing labels')
      })
      return summarize(read)
    },
  } as const
}

interface Account {
  lines: number
  broken: number
  unmatched: number
  /** Documents whose label changed. */
  changed: number
}

async function readAll(context: ProjectWork<z.infer<typeof parameters>>, labels: Labels): Promise<Account> {
  const { project, signal, parameters: options } = context
  const imported = createImportedLabels(project.documentCount, Date.now())
  const account: Account = { lines: 0, broken: 0, unmatched: 0, changed: 0 }
  let batch: NumberedLine[] = []

  function note(number: number, subject: string, reason: string): void {
    if (account.broken + account.unmatched <= maxListed) context.problem(`line ${number}${subject}`, reason)
  }

  async function match(): Promise<void> {
    const matches = await matchLabels(
      project.reader,
      batch.map(({ line }) => line),
      signal,
    )
    for (const [index, { number, line }] of batch.entries()) {
      const ids = matches[index] ?? []
      if (ids.length > 0) imported.add(ids, line)
      else {
        account.unmatched++
        note(number, describePlace(line), 'The project has no document at this place or with this content.')
      }
    }
    batch = []
    context.progress(account.lines, null)
  }

  for await (const { number, text } of readLines(options.file, { maxBytes: maxLineBytes, signal })) {
    account.lines++
    const line = text === null ? `The line has more than ${maxLineBytes} bytes.` : readLabelLine(text)
    if (typeof line === 'string') {
      account.broken++
      note(number, '', line)
    } else batch.push({ number, line })
    if (batch.length === batchLines) await match()
  }
  await match()
  await labels.edit(async () => {
    const edit = await imported.plan(labels)
    account.changed = edit.ids.length
    return edit
  })
  return account
}

function describePlace({ path, source, ordinal }: LabelLine): string {
  if (path !== null) return `: ${path}`
  return source === null || ordinal === null ? '' : `: ${source}, row ${ordinal + 1}`
}

function summarize({ lines, broken, unmatched, changed }: Account): string {
  const sentences = [
    `Read ${formatPlural(lines, 'label')}; ${formatPlural(changed, 'document')} got a new one.`,
    unmatched > 0 &&
      `${formatPlural(unmatched, 'label')} found no document; the problems list ${unmatched === 1 ? 'it' : 'them'}.`,
    broken > 0 && `${formatPlural(broken, 'line')} could not be read.`,
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}

import type { ExportProperty } from '#contracts/exports'
import { formatBytes, formatCount, formatPlural } from '#contracts/format-quantity'
import { describeChoice } from './card-choice.ts'
import { describeLabels, describeMasks } from './card-contents.ts'
import { describeCardLicence, describeLicences } from './card-licences.ts'
import { describeReading } from './card-reading.ts'
import { formatTable, maxRows } from './card-table.ts'
import type { TallyEntry } from './export-tally.ts'
import type { ExportAccount } from './manifest.ts'
import { showCell, showCode, showLine } from './markdown-text.ts'

/** What the Hugging Face Hub shows of a data set, and a person wants to know of it: a front matter in YAML, the rest in Markdown. */
export function formatCard(account: ExportAccount, dataFile: string): string {
  const { options, tally } = account
  const title = account.projectName
  return [
    ...formatFrontMatter(account, dataFile),
    '',
    `# ${showLine(title)}`,
    '',
    `${describeCount(account)} Written by CodeShell Workbench ${account.programVersion} on ${account.createdAt.toISOString().slice(0, 10)}; the manifest beside this card has every count, and the hash of every file.`,
    ...section('Languages', formatEntries('language', tally.languages)),
    ...section('Licences', describeLicences(tally)),
    ...section('Sources', formatSources(account)),
    ...section('What people said', describeLabels(tally)),
    ...section('What was masked', describeMasks(tally)),
    ...section('How the documents were chosen', describeChoice(account)),
    ...section('Columns', formatColumns(account)),
    ...section('How to read it', describeReading(options.format, dataFile)),
    '',
  ].join('\n')
}

function formatFrontMatter({ projectName, tally, options }: ExportAccount, dataFile: string): string[] {
  const file = options.format === 'folder' ? 'documents.jsonl' : dataFile
  return [
    '---',
    `pretty_name: ${JSON.stringify(projectName)}`,
    ...describeCardLicence(tally.licences.map(([licence]) => licence)),
    'language:',
    '- code',
    'task_categories:',
    '- text-generation',
    'tags:',
    '- code',
    'size_categories:',
    `- ${findSizeCategory(tally.documents)}`,
    'dataset_info:',
    '  splits:',
    '  - name: train',
    `    num_examples: ${tally.documents}`,
    `    num_bytes: ${tally.sizeBytes}`,
    'configs:',
    '- config_name: default',
    '  data_files:',
    '  - split: train',
    `    path: ${JSON.stringify(file)}`,
    '---',
  ]
}

/** In the Hub's own words. */
function findSizeCategory(documents: number): string {
  const steps: [number, string][] = [
    [1e3, 'n<1K'],
    [1e4, '1K<n<10K'],
    [1e5, '10K<n<100K'],
    [1e6, '100K<n<1M'],
    [1e7, '1M<n<10M'],
    [1e8, '10M<n<100M'],
    [1e9, '100M<n<1B'],
  ]
  return steps.find(([limit]) => documents < limit)?.[1] ?? '1B<n<10B'
}

function describeCount({ tally, options }: ExportAccount): string {
  const kinds = { kept: ' that its recipe keeps', dropped: ' that its recipe drops', all: '' }
  const lossy =
    tally.lossyDocuments === 0
      ? ''
      : ` ${formatPlural(tally.lossyDocuments, 'document is', 'documents are')} not UTF-8${
          options.format === 'folder' ? '' : ' and came with replacement characters'
        }; \`lossy\` marks them.`
  return `${formatPlural(tally.documents, 'source file')}${kinds[options.which]}, ${formatBytes(tally.sizeBytes)} of text.${lossy}`
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines]
}

function formatEntries(head: string, entries: readonly [string | null, TallyEntry][]): string[] {
  const rows = entries
    .slice(0, maxRows)
    .map(([name, { documents, sizeBytes }]) => [showCell(name ?? 'none'), formatCount(documents), formatBytes(sizeBytes)])
  const more = entries.length - rows.length
  return [...formatTable([head, 'documents', 'text'], rows), ...(more > 0 ? ['', `And ${formatCount(more)} more.`] : [])]
}

function formatSources({ tally }: ExportAccount): string[] {
  const rows = tally.sources.slice(0, maxRows).map(({ name, licences }) => {
    const documents = licences.reduce((sum, [, entry]) => sum + entry.documents, 0)
    const named = licences.slice(0, 10).map(([licence]) => showCell(licence ?? 'none'))
    return [showCell(name), formatCount(documents), [...named, ...(licences.length > 10 ? ['…'] : [])].join(', ')]
  })
  return formatTable(['source', 'documents', 'licences'], rows)
}

const propertyWords: Record<ExportProperty, string> = {
  path: 'path of the file in its source; null where it has none',
  language: "programming language, by GitHub Linguist's names",
  licence: 'SPDX expression, or the words that the source has for it; null where there is none',
  repo: 'repository; null where it is not known',
  source: 'which source of the project it comes from',
  ordinal: 'its place among the rows of its source, from 0',
  size: 'bytes of the file',
  hash: "the first 128 bits of the SHA-256 of the file's bytes, hexadecimal",
  hits: 'for a dropped document why each rule drops it: the rule, its kind, the reason in words, and what the kind has: signal, bound, cut, value; duplicate_of, jaccard',
  metadata: 'what else its source says of it',
}

function formatColumns({ options, signals }: ExportAccount): string[] {
  const text = options.format === 'folder' ? ['`file`', 'where the document is'] : ['`text`', 'the whole file']
  const rows = [
    text,
    ...options.properties.map((property) => [`\`${property}\``, propertyWords[property]]),
    ...signals.map(({ name, label, unit, description }) => [
      showCode(`signals.${name}`),
      `${showCell(label)}${unit === '' ? '' : `, ${showCell(unit)}`}: ${showCell(description)}`,
    ]),
    ['`lossy`', 'true where the file is not UTF-8'],
  ]
  return formatTable(['column', 'meaning'], rows)
}

import { formatBytes, formatCount, formatPlural } from '#contracts/format-quantity'
import type { LabelChoice } from '#contracts/label'
import { formatTable } from './card-table.ts'
import type { ExportTally } from './export-tally.ts'
import { showCode } from './markdown-text.ts'

const labelWords: Record<LabelChoice, string> = { keep: 'keep', drop: 'drop', unsure: 'unsure', none: 'not looked at' }

/** How many documents have which label of a person; nothing where nobody labelled any of them. */
export function describeLabels({ labels }: ExportTally): string[] {
  if (labels.every(([label]) => label === 'none')) return []
  const rows = labels.map(([label, { documents, sizeBytes }]) => [
    labelWords[label],
    formatCount(documents),
    formatBytes(sizeBytes),
  ])
  return [
    'Labels are what people said of single documents or of all that match a query. They drop nothing by themselves.',
    '',
    ...formatTable(['label', 'documents', 'text'], rows),
  ]
}

/** What stands in texts in place of what steps found; nothing where all texts are whole. */
export function describeMasks({ maskedDocuments, maskedPlaces, masks }: ExportTally): string[] {
  if (maskedPlaces === 0) return []
  const places = formatPlural(maskedPlaces, 'place is', 'places are')
  return [
    `${places} replaced by placeholders in ${formatPlural(maskedDocuments, 'document')}, whose \`size\` and \`hash\` are those from before.`,
    '',
    ...formatTable(
      ['placeholder', 'places'],
      masks.map(([placeholder, count]) => [showCode(placeholder), formatCount(count)]),
    ),
  ]
}

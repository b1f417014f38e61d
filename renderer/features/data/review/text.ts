import { formatCount, formatPlural } from '#contracts/format-quantity'
import type { LabelVerdict } from '#contracts/label'

/** The words of review. */
export const text = {
  review: 'Review',
  cancel: 'Cancel',
  reviewing: (queue: string) => `Review: ${queue.toLowerCase()}`,
  queue: (title: string) => `Queue: ${title.toLowerCase()}`,
  label: 'Label',
  verdicts: { keep: 'Keep', drop: 'Drop', unsure: 'Unsure' } satisfies Record<LabelVerdict, string>,
  note: 'Write a note',
  noteField: 'Note',
  notePlaceholder: 'Enter keeps the note, Escape leaves it',
  metadata: 'Metadata',
  metadataAdd: 'Add a value to the metadata',
  metadataKey: 'Name of the value',
  next: 'Next document',
  previous: 'Previous document',
  undo: (title: string | null) => (title === null ? 'Undo' : `Undo: ${title}`),
  redo: (title: string | null) => (title === null ? 'Redo' : `Redo: ${title}`),
  compare: 'Compare with another document',
  compareEnd: 'Stop comparing',
  comparing: (name: string) => `${name} is on the left. Choose the document to compare it with.`,
  compared: (left: string, right: string) => `${left} on the left, ${right} on the right`,
  all: {
    title: (verdict: LabelVerdict | null) => (verdict === null ? 'Take all labels away' : `Label all as ${verdict}`),
    counting: 'Counting the documents that match',
    none: 'No document matches the query and the filters, so there is nothing to label.',
    says: (documents: number, verdict: LabelVerdict | null) =>
      verdict === null
        ? `The labels and notes of the ${formatPlural(documents, 'document')} that the table shows are taken away.`
        : `The ${formatPlural(documents, 'document')} that the table shows ${documents === 1 ? 'is' : 'are'} labelled as ${verdict}.`,
    before: (keep: number, drop: number, unsure: number) =>
      `By now ${formatCount(keep)} of them are labelled as keep, ${formatCount(drop)} as drop and ${formatCount(unsure)} as unsure.`,
    notes: (count: number) => `${formatPlural(count, 'of them has', 'of them have')} a note.`,
    undo: 'One undo takes it back.',
    confirm: (documents: number, verdict: LabelVerdict | null) =>
      verdict === null ? `Take ${formatPlural(documents, 'label')} away` : `Label ${formatPlural(documents, 'document')}`,
  },
  metadataAll: {
    title: 'Change metadata of all shown',
    action: 'What to do',
    set: 'Set a value',
    remove: 'Take it away',
    key: 'Name',
    value: 'Value',
    counting: 'Counting the documents that match',
    says: (documents: number) =>
      documents === 0
        ? 'No document matches the query and the filters, so there is nothing to change.'
        : `The table shows ${formatPlural(documents, 'document')}. One undo takes the change back.`,
    confirm: (documents: number) => `Change ${formatPlural(documents, 'document')}`,
  },
  rate: {
    title: 'Rate documents with the model',
    intro:
      'The loaded model says of each document how many of five points it has by a rubric: whether it is code that a person wrote, makes sense by itself, is easy to read, made with care, and teaches. Ratings are signals: sort, filter and draw them, or train a quality model on them.',
    counting: 'Counting the documents that match',
    none: 'No document matches the query and the filters, so there is nothing to rate.',
    sample: (documents: number, count: number) =>
      count >= documents
        ? `All of the ${formatPlural(documents, 'document')} that the table shows.`
        : `Of the ${formatPlural(documents, 'document')} that the table shows.`,
    count: 'Documents',
    seed: 'Seed of the sample',
    maxTokens: 'Tokens read of each',
    model: (name: string) => `${name} rates.`,
    noModel: 'No model is loaded. Load one under Models, then come back.',
    plain: (name: string) =>
      `${name} has no chat template: it was not trained to answer questions. It is asked in plain text, and its ratings may say little. Compare some with what you think before you use them.`,
    goToModels: 'Go to Models',
    confirm: (count: number) => `Rate ${formatPlural(count, 'document')}`,
  },
  trainQuality: {
    title: 'Train a quality model',
    intro:
      'A classifier learns from examples which documents are good, and scores every document of the project (signals quality and quality_uncertainty). How good it is, measured on examples that it had not seen, stands in the log of the job.',
    examples: 'Learn from',
    labels: 'Labels',
    ratings: 'Ratings',
    least: 'Points that a good document has at least',
    says: {
      labels: 'Documents labelled keep are good, those labelled drop are not.',
      ratings: 'What the model rated lower is not good.',
    },
    noRatings: 'Nothing is rated yet.',
    counts: (good: number, bad: number) => `${formatPlural(good, 'good example')} and ${formatCount(bad)} bad.`,
    few: 'At least 10 of each are needed, with different contents.',
    counting: 'Counting the examples',
    confirm: 'Train',
  },
  exportTitle: 'Export labels',
  importTitle: 'Import labels',
}

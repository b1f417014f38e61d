import { formatBytes, formatCount, formatPlural } from '#contracts/format-quantity'
import type { TableProperty } from '#contracts/settings'

/** The words of the Data place. */
export const text = {
  loadingProject: 'Loading the project',
  loadingDocuments: 'Loading documents',
  tryAgain: 'Try again',
  newProject: 'New project…',
  openProject: 'Open project…',
  openSample: 'Open the sample project',
  closeProject: 'Close project',
  openProjectTitle: 'Open a project',
  noProject: {
    title: 'Look at your code data',
    body: 'A project holds documents with everything that was measured of them. Import a folder of code, JSON Lines, Parquet or tables, sort them by any signal, read any file, and then tune what to keep.',
    recent: 'Recent projects',
    gone: 'The folder is gone',
  },
  naming: {
    title: 'New project',
    name: 'Name',
    suggestedName: 'My code data',
    parent: 'Inside the folder',
    browse: 'Browse…',
    browseTitle: 'Where to put the project',
    notWhole: 'Write the whole path, from / or a drive on.',
    notAFolder: 'There is a file of this name. Choose a folder.',
    hint: 'A project is a folder that holds your documents, signals and recipe.',
    result: (folder: string) => `Makes ${folder}`,
    cancel: 'Cancel',
    create: 'Create project',
  },
  emptyProject: {
    title: (name: string) => `${name} is empty`,
    body: 'Every text file of a folder, or row of a file, becomes a document and is measured: lengths, character mix and more. Of a folder, what .gitignore leaves out, binary files and files above 1 MB are skipped and counted.',
    import: 'Import a folder of code…',
    importFiles: 'Import files…',
    importing: 'Importing…',
    progress: (title: string, progress: string) => `${title}: ${progress}. Documents appear here as soon as they are stored.`,
  },
  toolbar: {
    label: 'Project',
    import: 'Import…',
    export: 'Export…',
    score: 'Score with model',
    scoring: 'Scoring…',
    documents: (sizeBytes: number) => `documents · ${formatBytes(sizeBytes)}`,
    atLeast: 'at least',
    ofDocuments: (count: number) => `of ${formatCount(count)} documents`,
  },
  query: {
    label: 'Query',
    placeholder: 'lang:python lines>200 "import torch" -path:test',
    options: 'Ways to go on with the query',
    before: 'Asked before',
    clear: 'Clear the query',
    running: (lookedAt: number, toLookAt: number) =>
      `Looking into documents: ${formatCount(lookedAt)} of ${formatCount(toLookAt)} so far.`,
    cut: (lookedAt: number, toLookAt: number) =>
      `The time was up when ${formatCount(lookedAt)} of ${formatCount(toLookAt)} documents were looked at, so there may be more than these.`,
    notIndexed: 'Once the texts are indexed, fewer have to be looked at.',
    givenUp: (count: number) =>
      `In ${formatPlural(count, 'document')} the expression took too long, so ${count === 1 ? 'it counts' : 'they count'} as no match.`,
  },
  columns: { title: 'Columns', properties: 'Of the document', signals: 'Signals', usual: 'Back to the usual columns' },
  table: {
    name: 'Documents',
    path: 'Path',
    properties: {
      label: 'Label',
      language: 'Language',
      licence: 'Licence',
      repo: 'Repository',
      size: 'Size',
    } satisfies Record<TableProperty, string>,
  },
  filters: {
    title: 'Filters',
    clear: 'Clear',
    verdict: 'Verdict',
    label: 'Label',
    language: 'Language',
    licence: 'Licence',
    repo: 'Repository',
    more: (count: number, term: string) => `${formatCount(count)} more: ask with ${term} in the query.`,
    source: 'Source',
    fewer: 'Show fewer',
    all: (count: number, listed: number) =>
      count === listed ? `Show all ${formatCount(count)}` : `Show ${formatCount(listed)} of ${formatCount(count)}`,
  },
  noMatch: {
    title: 'No document matches',
    body: "None of the project's documents meets the query and all filters together.",
    clear: 'Clear query and filters',
  },
  sample: {
    loading: 'Loading the document',
    failed: 'The document cannot be shown',
    tune: 'Tune the rule that drops it',
    outside: 'The table does not show this document: the query or a filter leaves it out.',
    close: 'Close the document',
  },
  heat: {
    show: 'Colour the text by its perplexity',
    hide: 'Show the text without its perplexity',
    label: 'Perplexity',
    from: 'Surprise of',
    model: 'Loaded model',
    ngram: 'N-gram model',
    legend: 'Bits of a token',
    range: (from: number, to: number | undefined) => (to === undefined ? `${from} bits and more` : `${from} to ${to}`),
    loading: 'Scoring the text',
    ready: ({ scorer, tokens, meanBits }: { scorer: string; tokens: number; meanBits: number | null }) =>
      meanBits === null
        ? `${scorer} has nothing to predict here.`
        : `${scorer}: ${formatPlural(tokens, 'token')}, ${meanBits.toFixed(1)} bits on average.`,
    cut: (share: number) => `Only the first ${Math.max(1, Math.floor(share * 100))} % of this long text were scored.`,
    note: (token: string, bits: number, matchedLength: number | null) => {
      const shown = JSON.stringify(token.length > 60 ? `${token.slice(0, 60)}…` : token)
      const share = 2 ** -bits
      const chance = share >= 0.001 ? `${(share * 100).toPrecision(2)} %` : `1 in ${formatCount(Math.round(1 / share))}`
      const matched =
        matchedLength === null ? '' : matchedLength === 0 ? '\nNot known to the model' : `\nFound as ${matchedLength}-gram`
      return `${shown}\n${bits.toFixed(2)} bits, probability ${chance}${matched}`
    },
  },
}

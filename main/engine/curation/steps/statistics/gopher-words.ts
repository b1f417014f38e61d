import type { GopherRepetitionColumn } from '#native'
import type { SignalWords } from '../step.ts'

type Words = Omit<SignalWords, 'name'>

const share = (label: string, what: string, bound: string): Words => ({
  label: `${label} (Gopher)`,
  unit: 'fraction',
  description: `${what}, as datatrove counts it for the rules of Gopher, which drop texts above ${bound}.`,
})

const top = (count: string, bound: string): Words =>
  share(`Most frequent ${count} words`, `Characters of the most frequent ${count} words in a row, times their occurrences`, bound)

const repeated = (count: string, bound: string): Words =>
  share(`Repeated ${count} words`, `Characters of ${count} words in a row that came before`, bound)

/** What people read of each column of `measureGopherRepetition`, with the cut-off of datatrove's `GopherRepetitionFilter`. */
export const gopherWords: Record<GopherRepetitionColumn, Words> = {
  gopher_duplicate_line_fraction: share('Repeated lines', 'Share of lines that came before', '0.30'),
  gopher_duplicate_line_character_fraction: share('Characters of repeated lines', 'Characters of lines that came before', '0.20'),
  gopher_duplicate_paragraph_fraction: share('Repeated paragraphs', 'Share of paragraphs that came before', '0.30'),
  gopher_duplicate_paragraph_character_fraction: share(
    'Characters of repeated paragraphs',
    'Characters of paragraphs that came before',
    '0.20',
  ),
  gopher_top_2gram_fraction: top('two', '0.20'),
  gopher_top_3gram_fraction: top('three', '0.18'),
  gopher_top_4gram_fraction: top('four', '0.16'),
  gopher_duplicate_5gram_fraction: repeated('five', '0.15'),
  gopher_duplicate_6gram_fraction: repeated('six', '0.14'),
  gopher_duplicate_7gram_fraction: repeated('seven', '0.13'),
  gopher_duplicate_8gram_fraction: repeated('eight', '0.12'),
  gopher_duplicate_9gram_fraction: repeated('nine', '0.11'),
  gopher_duplicate_10gram_fraction: repeated('ten', '0.10'),
}

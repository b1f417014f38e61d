import { textMeasureColumns } from '../../platform/native.ts'
import type { SignalDefinition } from '../project/project.ts'

/** Grows when the same text would be measured differently; signals of an older version are shown as stale. */
const statisticsVersion = 1

export const statisticsProducer = { producer: 'statistics', producerConfig: { version: statisticsVersion } } as const

type Words = Pick<SignalDefinition, 'name' | 'label' | 'unit' | 'description'>

const words: Record<(typeof textMeasureColumns)[number], Words> = {
  size_bytes: {
    name: 'size',
    label: 'Size',
    unit: 'bytes',
    description: 'Size of the file in bytes, before compression.',
  },
  line_count: {
    name: 'lines',
    label: 'Lines',
    unit: 'lines',
    description: 'Number of lines; a last line without a line end counts.',
  },
  mean_line_length: {
    name: 'mean_line_length',
    label: 'Mean line length',
    unit: 'characters',
    description: 'Mean number of characters in a line, line ends not counted. High in generated and minified code.',
  },
  max_line_length: {
    name: 'max_line_length',
    label: 'Maximum line length',
    unit: 'characters',
    description: 'Number of characters in the longest line, line end not counted. High in embedded data and minified code.',
  },
  alphabetic_fraction: {
    name: 'alphabetic_fraction',
    label: 'Alphabetic fraction',
    unit: 'fraction',
    description: 'Share of characters that are letters of any script. Low in tables of numbers and encoded data.',
  },
  alphanumeric_fraction: {
    name: 'alphanumeric_fraction',
    label: 'Alphanumeric fraction',
    unit: 'fraction',
    description: 'Share of characters that are letters or digits of any script. Low in files of punctuation and white space.',
  },
}

/** The signals that every document gets at import, in the order of a row of `measureTexts`. */
export const statisticsSignals: readonly SignalDefinition[] = textMeasureColumns.map((column) => ({
  ...words[column],
  ...statisticsProducer,
}))

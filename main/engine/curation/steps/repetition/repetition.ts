import { z } from 'zod'
import { dataJuicerColumns, measureDataJuicerRepetition } from '#native'
import type { DocumentStep } from '../step.ts'
import { takeColumns } from '../take-columns.ts'

interface RepetitionParameters {
  length: number
}

/** What Data-Juicer's filters `character_repetition`, `word_repetition` and `words_num` compute, so that its recipes hold as they are. */
export const repetition: DocumentStep<RepetitionParameters> = {
  kind: 'repetition',
  title: 'Repetition as Data-Juicer counts it',
  description: 'Counts words, and how much of a text is repeated characters and words, for the recipes of Data-Juicer.',
  scope: 'document',
  version: 2,
  costMsPerMb: 20,
  parameters: z.strictObject({
    length: z.int().min(1).max(100).default(10).describe('How many characters, and how many words, in a row are compared.'),
  }),
  describe: ({ length }) => ({
    signals: [
      {
        name: 'dj_character_repetition',
        label: 'Repeated characters (Data-Juicer)',
        unit: 'fraction',
        description: `Share of the most frequent rows of ${length} characters, as many as the root of their number. Its recipe for The Stack drops files above 0.36.`,
      },
      {
        name: 'dj_word_repetition',
        label: 'Repeated words (Data-Juicer)',
        unit: 'fraction',
        description: `Share of rows of ${length} words that occur more than once. Its recipe for The Stack drops files above 0.357.`,
      },
      {
        name: 'dj_word_count',
        label: 'Words (Data-Juicer)',
        unit: 'words',
        description:
          'Words between white space, marks and digits around them cut off. Its recipe for The Stack keeps 20 to 6,640.',
      },
    ],
  }),
  needs: () => ({}),
  async open({ parameters: { length } }) {
    return {
      async run(batch, signal) {
        return { signals: takeColumns(dataJuicerColumns, await measureDataJuicerRepetition(batch, { length, signal })) }
      },
      async [Symbol.asyncDispose]() {},
    }
  },
}

import type { ChoiceQuestion } from '#contracts/inference'

/** How documents are rated: the question, and the name by which its ratings are told from those of another. */
export interface Rubric {
  /** Changes whenever a word of the question does: ratings by other words cannot be compared. */
  readonly version: string
  /** The choices are the ratings from 0 on. */
  readonly question: Omit<ChoiceQuestion, 'maxTokens'>
}

export const highestRating = 5

/**
 * Points that add up, each for one thing that is good about the document: the form in which FineWeb-Edu asks (Penedo et al. 2024, "The FineWeb
 * Datasets"), about code, as Python-Edu (Ben Allal et al. 2024, "SmolLM") and Seed-Coder (ByteDance Seed 2025) do. Deviations: the model is asked for
 * the number alone, without reasons before it, and not its answer is taken but the probabilities of all six, whose mean has no ties and needs
 * no text to be generated (Liu et al. 2023, "G-Eval").
 */
export const codeRubric: Rubric = {
  version: 'code-1',
  question: {
    before: [
      'You judge how much somebody who learns to program can learn from a file. Start at 0 and add a point for each of these that is true:',
      '',
      '+1: It is mostly code that a person wrote, and not data, generated or minified output, a bare list of settings, or a copy of text.',
      '+1: It does something that can be told from the file itself, and its parts belong together.',
      '+1: It is easy to read: names say what things are, functions do one thing, and what is not obvious is explained.',
      '+1: It is made with care: special cases and errors are handled, nothing is left half done, and little is repeated.',
      '+1: It teaches: whoever reads it from beginning to end comes to know an algorithm, a technique or a library well enough to use it.',
      '',
      'The file:',
      '',
      '',
    ].join('\n'),
    after: '\n\nEnd of the file. How many points, from 0 to 5, does it have? Answer with the number alone.',
    lead: 'Points:',
    choices: Array.from({ length: highestRating + 1 }, (_, rating) => ` ${rating}`),
  },
}

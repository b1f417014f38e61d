import { z } from 'zod'

export const nearDuplicatesParameters = z
  .strictObject({
    level: z
      .enum(['file', 'repository'])
      .default('file')
      .describe(
        'What is compared: `file` each document; `repository` all documents of a repository together, a document without one by itself. Pairs are then between the first documents of two repositories and hold for all of their documents.',
      ),
    permutations: z
      .int()
      .min(16)
      .max(1024)
      .default(256)
      .describe(
        'Numbers in a signature. More find more of the pairs, and take more time and disk: four bytes each for every document.',
      ),
    shingle_length: z
      .int()
      .min(1)
      .max(64)
      .default(5)
      .describe('Tokens in a row that make a shingle; BigCode and OpenCoder take 5.'),
    tokens: z
      .enum(['words', 'bigcode', 'bigcode-v2'])
      .default('words')
      .describe(
        'What is a token: `words` of every script and single marks, blind to white space; `bigcode` and `bigcode-v2` as The Stack v1 and v2 were de-duplicated.',
      ),
    skip_licence_headers: z
      .boolean()
      .nullable()
      .default(null)
      .describe(
        'Whether comments at the beginning of a document that hold a notice of licence or copyright count for nothing: short files with the same long notice are not alike for it. Null for yes with `words`, and for no with the tokens of BigCode, which compared whole files.',
      ),
    floor: z
      .number()
      .min(0.1)
      .max(1)
      .default(0.5)
      .describe(
        'The lowest Jaccard similarity of pairs that are stored. A rule can cut anywhere above it without measuring anew.',
      ),
    bands: z
      .int()
      .min(1)
      .max(1024)
      .nullable()
      .default(null)
      .describe(
        'Groups of numbers, in one of which a pair must agree to be compared; null for as many as find 99 % of pairs at the floor.',
      ),
    rows: z.int().min(1).max(1024).nullable().default(null).describe('Numbers in each group; null where `bands` is.'),
  })
  .check(({ value, issues }) => {
    const refuse = (key: string, message: string) => issues.push({ code: 'custom', input: value, path: [key], message })
    if ((value.bands === null) !== (value.rows === null)) refuse('rows', 'bands and rows are given together, or neither')
    else if ((value.bands ?? 0) * (value.rows ?? 0) > value.permutations) {
      refuse('bands', `${value.bands} bands of ${value.rows} rows need more than ${value.permutations} permutations`)
    }
  })
export type NearDuplicatesParameters = z.infer<typeof nearDuplicatesParameters>

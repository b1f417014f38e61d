import { z } from 'zod'

/** What a person says of a document. The order is that of lists and facets. */
export const labelVerdict = z.enum(['keep', 'drop', 'unsure'])
export type LabelVerdict = z.infer<typeof labelVerdict>

/** A verdict, a note or both, with when and under which recipe the person last said something of the document. */
export const label = z.object({
  /** Null where there is only a note. */
  verdict: labelVerdict.nullable(),
  note: z.string(),
  /** Milliseconds since 1970. */
  labelledAt: z.number(),
  /** The first 16 hexadecimal digits of the SHA-256 of the recipe's text at that time. */
  recipe: z.string(),
})
export type Label = z.infer<typeof label>

/** A verdict, or that a document has none. */
export const labelChoice = z.enum([...labelVerdict.options, 'none'])
export type LabelChoice = z.infer<typeof labelChoice>

/** Longer ones belong into a file. In characters. */
export const maxNoteLength = 10_000

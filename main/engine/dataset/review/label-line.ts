import { z } from 'zod'
import { labelVerdict, maxNoteLength } from '#contracts/label'

/** How each line of a file of labels begins, `label` being the first key. */
export const labelLineStart = '{"label":'

/**
 * A line of a file of labels. It finds its document by source and ordinal, as long as the content is still the same, and else by the content.
 */
export const labelLine = z
  .object(
    {
      label: labelVerdict.nullable(),
      note: z.string().max(maxNoteLength).default(''),
      /** ISO 8601. */
      labelledAt: z.iso.datetime({ offset: true }).nullable().default(null),
      recipe: z.string().max(64).default(''),
      source: z.string().nullable().default(null),
      ordinal: z.number().int().min(0).nullable().default(null),
      path: z.string().nullable().default(null),
      hash: z
        .string()
        .regex(/^[0-9a-f]{32}$/i)
        .nullable()
        .default(null),
    },
    'it is no JSON object',
  )
  .refine(({ label, note }) => label !== null || note !== '', { message: 'it has neither a label nor a note' })
  .refine(({ source, ordinal, hash }) => hash !== null || (source !== null && ordinal !== null), {
    message: 'it names no document: a hash is needed, or a source and an ordinal',
  })
export type LabelLine = z.infer<typeof labelLine>

/** Reads a line. @returns why it cannot be read when it is a sentence. */
export function readLabelLine(line: string): LabelLine | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return 'The line is not JSON.'
  }
  const parsed = labelLine.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.')
  return field
    ? `The line is no label: ${field} has a value that is not allowed.`
    : `The line is no label: ${issue?.message ?? ''}.`
}

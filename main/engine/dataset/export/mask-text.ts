/** Bytes of a text, `end` not included, and what is written in their place. */
export interface TextMask {
  readonly start: number
  readonly end: number
  readonly placeholder: string
}

/**
 * The text with every place replaced. Of places that overlap, the first gives the placeholder and all of their bytes go.
 *
 * @returns also what was written in their place, in its order.
 */
export function maskText(bytes: Buffer, masks: readonly TextMask[]): { bytes: Buffer; placeholders: string[] } {
  const parts: Buffer[] = []
  let written = 0
  const placeholders: string[] = []
  for (const { start, end, placeholder } of masks.toSorted((one, other) => one.start - other.start || other.end - one.end)) {
    if (start >= written) {
      parts.push(bytes.subarray(written, start), Buffer.from(placeholder))
      placeholders.push(placeholder)
    }
    written = Math.max(written, end)
  }
  parts.push(bytes.subarray(written))
  return { bytes: Buffer.concat(parts), placeholders }
}

import { formatCount } from '#contracts/format-quantity'

/** What a document is called where a person reads of it: its path, or else its place in its source, counted from 1 as lines of a file are. */
export function nameDocument({
  path,
  sourceName,
  ordinal,
}: {
  path: string | null
  sourceName: string
  ordinal: number
}): string {
  return path ?? `${sourceName}, row ${formatCount(ordinal + 1)}`
}

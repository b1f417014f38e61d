import { type Finding, maxShownFindings } from '#contracts/hit'

/** A place in the bytes of a document where a step found something. */
export interface StoredFinding extends Pick<Finding, 'step' | 'type' | 'label' | 'note'> {
  /** Bytes, `end` not included. */
  readonly start: number
  readonly end: number
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The first findings by place, each where the text that is shown has it. Bytes that are not UTF-8 are shown as replacement characters. */
export function showFindings(stored: readonly StoredFinding[], bytes: Uint8Array): Finding[] {
  const byPlace = stored.toSorted((one, other) => one.start - other.start || one.end - other.end).slice(0, maxShownFindings)
  let at = 0
  let offset = 0
  return byPlace.map(({ step, type, label, note, start, end }) => {
    offset += decoder.decode(bytes.subarray(at, start)).length
    at = start
    return { step, type, label, note, offset, length: decoder.decode(bytes.subarray(start, end)).length }
  })
}

import type { StepBatch } from '../step.ts'
import { type ByteRange, findLicenceHeaders } from './licence-header.ts'
import { joinTexts } from './signature-part.ts'

/** The documents as they are compared: without the notices of licence and copyright that they begin with. */
export function dropLicenceHeaders(batch: StepBatch): StepBatch {
  const texts = batch.languages.map((language, place) => {
    const text = batch.bytes.subarray(batch.offsets[place], batch.offsets[place + 1])
    return withoutRanges(text, findLicenceHeaders(text, language))
  })
  return { ...batch, ...joinTexts(texts) }
}

function withoutRanges(text: Uint8Array, ranges: readonly ByteRange[]): Uint8Array {
  if (ranges.length === 0) return text
  const starts = [0, ...ranges.map(({ end }) => end)]
  return Buffer.concat(starts.map((start, place) => text.subarray(start, ranges[place]?.start ?? text.length)))
}

import type { TokenScores } from '#contracts/token-scores'
import type { CodeMark } from '../../../monaco/code-marks.ts'
import { text } from '../text.ts'
import { findHeatStep } from './heat-steps.ts'

/** Every token with its colour and what is told of it under the pointer. */
export function toHeatMarks({ starts, ends, bits, matchedLengths }: TokenScores, source: string): CodeMark[] {
  return Array.from(bits, (each, index) => {
    const [start, end] = [starts[index] as number, ends[index] as number]
    const step = findHeatStep(each)
    const token = source.slice(start, end)
    return {
      offset: start,
      length: end - start,
      className: step === 0 ? null : `code-heat-${step}`,
      note: text.heat.note(token, each, matchedLengths?.[index] ?? null),
    }
  })
}

/** Bits of a token on average; null without one. */
export function findMeanBits({ bits }: TokenScores): number | null {
  return bits.length === 0 ? null : bits.reduce((sum, each) => sum + each, 0) / bits.length
}

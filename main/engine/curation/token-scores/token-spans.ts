import type { TokenScores } from '#contracts/token-scores'

/** A token by the UTF-8 bytes of the text that it stands for. */
export interface ByteToken {
  readonly start: number
  readonly end: number
  /** NaN for one that could not be scored. */
  readonly bits: number
  /** 0 for a model without n-grams. */
  readonly matchedLength: number
}

export type TokenSpans = Pick<TokenScores, 'starts' | 'ends' | 'bits'> & {
  matchedLengths: NonNullable<TokenScores['matchedLengths']>
}

/**
 * Tokens as spans of the text. Several that share a character become one span with all their bits, for no part of it can be shown by itself.
 * Those of nothing and those without a score are left out.
 *
 * @param tokens in ascending order, none overlapping.
 */
export function toTokenSpans(text: string, tokens: Iterable<ByteToken>): TokenSpans {
  const spans = { starts: [] as number[], ends: [] as number[], bits: [] as number[], matchedLengths: [] as number[] }
  const place = createUnitFinder(text)
  let covered = 0
  for (const { start, end, bits, matchedLength } of tokens) {
    if (end <= start || Number.isNaN(bits)) continue
    const from = place.unitOf(start)
    const to = place.unitAfter(end)
    const last = spans.starts.length - 1
    if (from < covered) {
      spans.ends[last] = Math.max(to, spans.ends[last] as number)
      spans.bits[last] = (spans.bits[last] as number) + bits
      spans.matchedLengths[last] = Math.min(matchedLength, spans.matchedLengths[last] as number)
    } else {
      spans.starts.push(from)
      spans.ends.push(to)
      spans.bits.push(bits)
      spans.matchedLengths.push(matchedLength)
    }
    covered = Math.max(covered, to)
  }
  return {
    starts: Uint32Array.from(spans.starts),
    ends: Uint32Array.from(spans.ends),
    bits: Float32Array.from(spans.bits),
    matchedLengths: Uint8Array.from(spans.matchedLengths),
  }
}

/** Finds UTF-16 units by bytes that are asked for in ascending order. */
function createUnitFinder(text: string) {
  let [unit, byte] = [0, 0]

  /** To the character that holds the byte. */
  function goTo(wanted: number): void {
    while (unit < text.length && byte + countBytes(text, unit) <= wanted) {
      byte += countBytes(text, unit)
      unit += countUnits(text, unit)
    }
  }
  return {
    unitOf(wanted: number): number {
      goTo(wanted)
      return unit
    },
    /** The unit after the character that holds the byte before. */
    unitAfter(end: number): number {
      goTo(end)
      return byte < end ? unit + countUnits(text, unit) : unit
    },
  }
}

function countUnits(text: string, unit: number): number {
  return (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1
}

/** UTF-8 bytes of the character; three for half a surrogate pair, which is written as U+FFFD. */
function countBytes(text: string, unit: number): number {
  const code = text.codePointAt(unit) ?? 0
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code > 0xffff ? 4 : 3
}

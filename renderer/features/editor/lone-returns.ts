/**
 * Carriage returns that end no line. Monaco takes each for a line end and would save another one in its place, so they are shown as
 * signs that the file does not hold, and put back when the text leaves the page.
 */
export interface LoneReturns {
  /** Null in a text that had no such carriage return when it was opened. */
  readonly sign: string | null
  hide(text: string): string
  putBack(text: string): string
}

const none: LoneReturns = { sign: null, hide: (text) => text, putBack: (text) => text }

/** `␍`, and signs for private use in case that the file holds it. */
const signs = ['\u240d', ...Array.from({ length: 32 }, (_, index) => String.fromCharCode(0xe00d + index))]

/** Goes on with the sign that was in use for the text before, if the text does not hold it. */
export function findLoneReturns(text: string, before: LoneReturns = none): LoneReturns {
  if (before.sign !== null && !text.includes(before.sign)) return before
  if (!/\r(?!\n)/.test(text)) return none
  const sign = signs.find((each) => !text.includes(each))
  if (sign === undefined) return none
  return {
    sign,
    hide: (shown) => shown.replace(/\r(?!\n)/g, sign),
    putBack: (shown) => shown.replaceAll(sign, '\r'),
  }
}

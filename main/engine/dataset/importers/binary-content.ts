import { isUtf8 } from 'node:buffer'

/** How much of a file's beginning is looked at; git looks at about as much. */
export const consideredBytes = 8000
/** Of texts in any encoding with one or more bytes per character less than this share are control characters; of random bytes it is a tenth. */
const maxControlShare = 0.03

/**
 * Why the beginning of a file shows that it is no text, or null. The name does not count: `.obj`, `.db` and `.pt` are texts as often as not.
 *
 * A zero byte is git's own rule; it holds for UTF-16, which is told apart by its mark to say so. Beside it, bytes that are not UTF-8 and hold
 * many control characters are compressed or machine code without a zero by chance, and no Latin-1, GBK or Shift-JIS.
 */
export function findBinaryKind(start: Uint8Array): 'binary' | 'utf-16' | null {
  const bytes = start.subarray(0, consideredBytes)
  if (bytes.includes(0)) return hasUtf16Mark(bytes) ? 'utf-16' : 'binary'
  // Almost all are UTF-8, which is seen many times faster than what is counted.
  return !isUtf8Beginning(bytes) && countControls(bytes) > bytes.length * maxControlShare ? 'binary' : null
}

function hasUtf16Mark([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

/** Control characters but white space, backspace, the escape of terminals and shift sequences, and the end mark of DOS. */
function countControls(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) {
    if (byte < 0x20 ? (byte < 0x08 || byte > 0x0f) && byte !== 0x1b && byte !== 0x1a : byte === 0x7f) count++
  }
  return count
}

/** The last character may be cut. */
function isUtf8Beginning(bytes: Uint8Array): boolean {
  return [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut)))
}

import type { DocumentBatch } from '#native'

/** Plain TypeScript statement of what the native kernel computes for one document: the row in the order of `textMeasureColumns`. */
export function measureTextReference(bytes: Uint8Array): number[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  let characterCount = 0
  let lineCount = 0
  let lineCharacterCount = 0
  let maxLineLength = 0
  let alphabeticCount = 0
  let alphanumericCount = 0
  let lineLength = 0
  let previous = -1

  function endLine(length: number): void {
    lineCount++
    lineCharacterCount += length
    maxLineLength = Math.max(maxLineLength, length)
  }

  for (let index = 0; index < text.length; ) {
    const codePoint = text.codePointAt(index) ?? 0
    index += codePoint > 0xffff ? 2 : 1
    characterCount++
    if (codePoint === 10) {
      endLine(previous === 13 ? lineLength - 1 : lineLength)
      lineLength = 0
    } else {
      lineLength++
      if (isAlphabetic(codePoint)) {
        alphabeticCount++
        alphanumericCount++
      } else if (isNumeric(codePoint)) {
        alphanumericCount++
      }
    }
    previous = codePoint
  }
  if (lineLength > 0) endLine(lineLength)

  return [
    bytes.length,
    lineCount,
    ratio(lineCharacterCount, lineCount),
    maxLineLength,
    ratio(alphabeticCount, characterCount),
    ratio(alphanumericCount, characterCount),
  ]
}

/** The reference for a whole batch, laid out as `measureText` lays out its result. */
export function measureBatchReference(batch: DocumentBatch): Float64Array {
  const rows: number[] = []
  for (let document = 0; document + 1 < batch.offsets.length; document++) {
    rows.push(...measureTextReference(batch.bytes.subarray(batch.offsets[document], batch.offsets[document + 1])))
  }
  return Float64Array.from(rows)
}

function isAlphabetic(codePoint: number): boolean {
  if (codePoint < 128) return (codePoint >= 97 && codePoint <= 122) || (codePoint >= 65 && codePoint <= 90)
  return /^\p{L}$/u.test(String.fromCodePoint(codePoint))
}

function isNumeric(codePoint: number): boolean {
  if (codePoint < 128) return codePoint >= 48 && codePoint <= 57
  return /^\p{N}$/u.test(String.fromCodePoint(codePoint))
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

import { measureText } from '#native'

export { getMeasureTextKernel, textMeasureColumns } from '#native'

/** The statistics of several texts, measured on one thread of Node's pool: a row of `textMeasureColumns` for each. */
export function measureTexts(texts: readonly Uint8Array[]): Promise<Float64Array> {
  const offsets = new Float64Array(texts.length + 1)
  for (const [index, text] of texts.entries()) offsets[index + 1] = (offsets[index] as number) + text.length
  return measureText({ bytes: Buffer.concat(texts), offsets })
}

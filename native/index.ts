export type { DocumentBatch } from './document-batch.ts'
export { NativeAddonError } from './load-addon.ts'
export { getMeasureTextKernel, measureText, type TextMeasureColumn, textMeasureColumns } from './measure-text.ts'

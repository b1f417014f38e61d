export type { DocumentBatch } from './document-batch.ts'
export {
  type DuplicateIndex,
  DuplicateIndexError,
  type DuplicateIndexErrorCode,
  type DuplicateProgress,
  type DuplicateReport,
  type FindDuplicatesOptions,
  notDuplicate,
  openDuplicateIndex,
} from './duplicate-index.ts'
export { NativeAddonError } from './load-addon.ts'
export { type CodeMeasureColumn, codeMeasureColumns, getMeasureCodeKernel, measureCode } from './measure-code.ts'
export { getMeasureTextKernel, measureText, type TextMeasureColumn, textMeasureColumns } from './measure-text.ts'
export { chooseBands, detectionProbability, type MinHashBands } from './minhash-bands.ts'
export {
  computeJaccards,
  computeSignatures,
  estimateJaccard,
  findExactDuplicates,
  getMinHashKernel,
  hashContents,
  type MinHashOptions,
} from './near-duplicates.ts'

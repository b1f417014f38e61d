export {
  type Classifier,
  ClassifierError,
  type ClassifierErrorCode,
  type ClassifierInfo,
  type ClassifierProgress,
  type ClassifierTrainingOptions,
  type LabelledBatch,
  openClassifier,
  trainClassifier,
} from './classifier.ts'
export type { DocumentBatch } from './document-batch.ts'
export { type DuplicateIndex, openDuplicateIndex } from './duplicate-index.ts'
export { DuplicateIndexError, type DuplicateIndexErrorCode } from './duplicate-index-error.ts'
export type { FindMatchesOptions, MatchReport } from './duplicate-match.ts'
export { type DuplicateProgress, type DuplicateReport, type FindDuplicatesOptions, notDuplicate } from './duplicate-search.ts'
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
export {
  type ArpaImportReport,
  exportArpa,
  type ImportArpaOptions,
  importArpa,
  type NgramModel,
  type NgramModelInfo,
  type NgramScoreColumn,
  type NgramTokenScores,
  ngramScoreColumns,
  openNgramModel,
} from './ngram.ts'
export { NgramModelError, type NgramModelErrorCode } from './ngram-error.ts'
export {
  type NgramProgress,
  type NgramStructure,
  type NgramTokens,
  type NgramTrainingReport,
  type TrainNgramModelOptions,
  trainNgramModel,
} from './ngram-training.ts'

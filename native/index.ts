export type { DocumentBatch } from './base/document-batch.ts'
export { enterBackground } from './base/enter-background.ts'
export { NativeAddonError } from './base/load-addon.ts'
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
} from './classifier/classifier.ts'
export { type DuplicateIndex, openDuplicateIndex, type SignatureRows } from './duplicates/duplicate-index.ts'
export { DuplicateIndexError, type DuplicateIndexErrorCode } from './duplicates/duplicate-index-error.ts'
export type { FindMatchesOptions, MatchReport } from './duplicates/duplicate-match.ts'
export {
  type DuplicatePairs,
  type DuplicateProgress,
  type DuplicateReport,
  type FindDuplicatesOptions,
  type FindPairsOptions,
  notDuplicate,
} from './duplicates/duplicate-search.ts'
export { chooseBands, chooseRecallBands, detectionProbability, type MinHashBands } from './duplicates/minhash-bands.ts'
export {
  computeJaccards,
  computeSignatures,
  estimateJaccard,
  findExactDuplicates,
  getMinHashKernel,
  hashContents,
  type MinHashOptions,
} from './duplicates/near-duplicates.ts'
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
} from './ngram/ngram.ts'
export { NgramModelError, type NgramModelErrorCode } from './ngram/ngram-error.ts'
export {
  type NgramProgress,
  type NgramStructure,
  type NgramTokens,
  type NgramTrainingReport,
  type TrainNgramModelOptions,
  trainNgramModel,
} from './ngram/ngram-training.ts'
export { type CodeMeasureColumn, codeMeasureColumns, getMeasureCodeKernel, measureCode } from './text/measure-code.ts'
export { type DataJuicerColumn, dataJuicerColumns, measureDataJuicerRepetition } from './text/measure-data-juicer-repetition.ts'
export {
  type GopherRepetitionColumn,
  gopherRepetitionColumns,
  measureGopherRepetition,
} from './text/measure-gopher-repetition.ts'
export { getMeasureTextKernel, measureText, type TextMeasureColumn, textMeasureColumns } from './text/measure-text.ts'
export {
  type BinAmounts,
  type Crossfilter,
  createCrossfilter,
  type DocumentAmount,
  type FollowedBins,
  type RuleDrops,
  type RuleEffectAmounts,
} from './tuning/crossfilter.ts'
export { type GroupedOrder, groupOrder } from './tuning/group-order.ts'
export { sortValues } from './tuning/sort-values.ts'

import { create } from 'zustand'
import type { DocumentId } from '#contracts/dataset'
import type { LabelVerdict } from '#contracts/label'
import type { ReviewState } from '#contracts/review'
import { createWatchedStore } from '../../../app/connection/watch.ts'

/** The labels of the open project, as the engine last said: null without a project. */
export const reviewStore = createWatchedStore<ReviewState | null>((client, signal) => client.review.watch(undefined, { signal }))

/** The labels of the open project; null while they are not known. */
export function useReview(): ReviewState | null {
  return reviewStore((state) => state.value) ?? null
}

interface ReviewDialogs {
  /** The document whose note is being written. */
  noteOf: DocumentId | null
  /** What is about to be said of all documents that match; null takes labels away. */
  labelAll: { verdict: LabelVerdict | null } | null
  /** Whether metadata of all documents that match are about to be changed. */
  metadataAll: boolean
  /** Whether a sample of them is about to be rated by the model. */
  rating: boolean
  /** Whether a quality model is about to be trained. */
  trainingQuality: boolean
  /** The document that the chosen one is compared with. */
  compareWith: DocumentId | null
}

/** What is asked at present. */
export const useReviewDialogs = create<ReviewDialogs>(() => ({
  noteOf: null,
  labelAll: null,
  metadataAll: false,
  rating: false,
  trainingQuality: false,
  compareWith: null,
}))

import { create } from 'zustand'

export const duplicateSteps = ['exact-duplicates', 'near-duplicates'] as const
export type DuplicateStep = (typeof duplicateSteps)[number]

interface Duplicates {
  isOpen: boolean
  step: DuplicateStep
  /** Least similarity of a pair, from 0 to 1. */
  jaccard: number
}

/** What of the duplicates is looked at; it stays while a member is read. */
export const useDuplicates = create<Duplicates>(() => ({ isOpen: false, step: 'near-duplicates', jaccard: 0.85 }))

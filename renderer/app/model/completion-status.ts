import { create } from 'zustand'
import type { CompletionOutcome, CompletionTimings } from '#contracts/completion'

/** What became of the last request for ghost text; null before the first. */
export type LastCompletion =
  | { status: 'ended'; outcome: CompletionOutcome; timings: CompletionTimings | null }
  | { status: 'failed'; error: unknown }
  | null

/** Written by the editor, read by the status bar. */
export const useLastCompletion = create<{ last: LastCompletion }>(() => ({ last: null }))

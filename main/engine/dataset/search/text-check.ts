import type { TextMatch } from '#contracts/dataset'
import type { TextPattern } from '#contracts/query/query'
import type { TrigramNeed } from './index/trigrams.ts'

/** Something that only a document itself can tell. */
export type TextCondition = { in: 'text' | 'path'; pattern: TextPattern } | { in: 'metadata'; key: string; pattern: TextPattern }

/** Conditions that are checked together: one bit of a number for each. */
export const maxTextConditions = 32

/** Documents to look at, and where a thread writes what it saw. The arrays are shared, so that a thread that hangs leaves what it has. */
export interface TextCheck {
  conditions: readonly TextCondition[]
  ids: Uint32Array
  /** For each of `ids` a bit for each condition that holds. */
  found: Uint32Array
  /** Entry `checked`: how many of `ids` are done. Entry `stop`: not 0 asks the thread to end the check. */
  state: Int32Array
}

/** A document in which the places of patterns are to be found. `state` is as that of a check. */
export interface TextLocation {
  patterns: readonly TextPattern[]
  id: number
  state: Int32Array
}

/** What documents must have for a look into them to be worth it. `state` is as that of a check. */
export interface CandidateSearch {
  needs: readonly TrigramNeed[]
  documentCount: number
  state: Int32Array
}

/** What the threads that look into texts are asked. */
export interface TextRequests {
  /** From its answer on, the time that a document takes is its own. */
  begin(nothing: null): void
  /** Everything that was found is in what is given. */
  check(check: TextCheck): { isChecked: true }
  locate(location: TextLocation): { matches: TextMatch[] }
  /** The words of a `DocumentSet` for each need. */
  findCandidates(search: CandidateSearch): { indexedCount: number; words: Uint32Array<ArrayBuffer>[] }
}

export const checkedEntry = 0
export const stopEntry = 1

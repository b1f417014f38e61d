import { startThread } from '../../../platform/threads/start-thread.ts'
import type { BuiltSegment } from './build-segment.ts'

export interface IndexedFiles {
  projectFile: string
  indexFile: string
}

export interface IndexingRequests {
  next(nothing: null): BuiltSegment | null
}

/** Builds the index of texts in a thread of its own. */
export interface TextIndexer extends AsyncDisposable {
  /** Adds the next segment; null when every document is in. Aborted before a segment is stored, nothing of it is. */
  next(signal: AbortSignal): Promise<BuiltSegment | null>
}

/** `warn` takes a sentence for the log. */
export function createTextIndexer(files: IndexedFiles, warn: (message: string) => void): TextIndexer {
  const thread = startThread<IndexingRequests>({
    ...{ file: 'index-texts-worker', beside: import.meta.url, data: files, isBackground: true, warn },
  })
  return {
    next: (signal) => thread.ask('next', null, { signal }),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}

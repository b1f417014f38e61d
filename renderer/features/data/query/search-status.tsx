import type { SearchProgress } from '#contracts/dataset'
import { useDataStore } from '../data-store.ts'
import { text } from '../text.ts'

/** How far a search has come that looks into documents; nothing when it needed no look, or is done without a remark. */
export function SearchStatus() {
  const search = useDataStore((state) => state.search)
  const words = search ? describeSearch(search) : null
  return (
    <p className="query-status" role="status" data-testid="search-state" data-state={search?.state ?? ''}>
      {words}
    </p>
  )
}

function describeSearch({ state, lookedAt, toLookAt, givenUp, isIndexed }: SearchProgress): string | null {
  const sentences = [
    state === 'running' && text.query.running(lookedAt, toLookAt),
    state === 'cut' && text.query.cut(lookedAt, toLookAt),
    state === 'cut' && !isIndexed && text.query.notIndexed,
    givenUp > 0 && text.query.givenUp(givenUp),
  ].filter((sentence) => sentence !== false)
  return sentences.length === 0 ? null : sentences.join(' ')
}

const historyKey = 'codeshell-queries'
const maxLength = 20

/** Queries that were asked on this machine, the last one first. */
export function readQueryHistory(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(historyKey) ?? '[]')
    return Array.isArray(stored) ? stored.filter((each): each is string => typeof each === 'string') : []
  } catch {
    // Something else wrote it, or storage is turned off: then there is no history.
    return []
  }
}

export function rememberQuery(text: string): void {
  const query = text.trim()
  if (query === '') return
  const history = [query, ...readQueryHistory().filter((each) => each !== query)].slice(0, maxLength)
  try {
    localStorage.setItem(historyKey, JSON.stringify(history))
  } catch {
    // Storage is full or turned off; the query works without.
  }
}

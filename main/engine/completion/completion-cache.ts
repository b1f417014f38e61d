import { hash } from 'node:crypto'
import type { CompletionOutcome, CompletionRequest } from '#contracts/completion'

const MAX_ENTRIES = 250
/** How many typed characters a suggestion is followed for. */
const MAX_TYPED = 128
/** How much text before and after the cursor tells two places apart. */
const PREFIX_WINDOW = 2000
const SUFFIX_WINDOW = 1000
/** What an editor writes behind the cursor when the bracket or quote before it is typed. */
const PAIRS: Record<string, string> = { '(': ')', '[': ']', '{': '}', '"': '"', "'": "'", '`': '`' }

export type CacheableRequest = Pick<CompletionRequest, 'path' | 'lines' | 'prefix' | 'suffix' | 'trigger'>

export interface CachedSuggestion {
  readonly text: string
  readonly outcome: CompletionOutcome
  /** True when the editor put a closing bracket or quote behind the cursor since; the text may hold it too. */
  readonly autoClosed: boolean
}

/**
 * Finished suggestions by place, so that nothing is asked of the model twice. A person who types what a suggestion says gets the
 * rest of it; only hashes of the surrounding text are kept.
 */
export interface CompletionCache {
  find(request: CacheableRequest): CachedSuggestion | undefined
  add(request: CacheableRequest, text: string, outcome: CompletionOutcome): void
  clear(): void
}

interface Entry {
  readonly text: string
  readonly outcome: CompletionOutcome
  readonly trigger: CompletionRequest['trigger']
}

export function createCompletionCache(): CompletionCache {
  // A Map iterates in the order of insertion, so that its first key is the one unused for longest.
  const entries = new Map<string, Entry>()
  const touch = (key: string) => {
    const entry = entries.get(key)
    if (!entry) return undefined
    entries.delete(key)
    entries.set(key, entry)
    return entry
  }

  const findTyped = (request: CacheableRequest): Entry | undefined => {
    const place = keyOfPlace(request)
    const longest = Math.min(MAX_TYPED, request.prefix.length)
    for (let typed = 0; typed <= longest; typed++) {
      const start = request.prefix.length - typed
      const key = keyOf(place, request.prefix.slice(0, start))
      const entry = entries.get(key)
      if (!entry) continue
      if (typed === 0 && isAnswer(entry, request)) return touch(key)
      const rest = findRest(entry, request.prefix.slice(start))
      if (typed > 0 && rest !== undefined) {
        touch(key)
        return { ...entry, text: rest }
      }
    }
    return undefined
  }

  return {
    find(request) {
      const same = findTyped(request)
      if (same) return { text: same.text, outcome: same.outcome, autoClosed: false }
      if (PAIRS[request.prefix.at(-1) ?? ''] !== request.suffix.charAt(0)) return undefined
      const paired = findTyped({ ...request, suffix: request.suffix.slice(1) })
      return paired?.outcome === 'shown' ? { text: paired.text, outcome: paired.outcome, autoClosed: true } : undefined
    },
    add(request, text, outcome) {
      const key = keyOf(keyOfPlace(request), request.prefix)
      entries.delete(key)
      entries.set(key, { text, outcome, trigger: request.trigger })
      for (const oldest of entries.keys()) {
        if (entries.size <= MAX_ENTRIES) break
        entries.delete(oldest)
      }
    },
    clear: () => entries.clear(),
  }
}

/** Whoever asks by hand wants the model to try without limits, so a refusal made within limits is no answer. */
function isAnswer(entry: Entry, request: CacheableRequest): boolean {
  return entry.outcome === 'shown' || request.trigger === 'automatic' || entry.trigger === 'manual'
}

function findRest(entry: Entry, typed: string): string | undefined {
  if (entry.outcome !== 'shown' || !entry.text.startsWith(typed)) return undefined
  const rest = entry.text.slice(typed.length)
  return rest.trim() === '' ? undefined : rest
}

function keyOfPlace(request: CacheableRequest): string {
  return JSON.stringify([request.path, request.lines, request.suffix.slice(0, SUFFIX_WINDOW)])
}

function keyOf(place: string, prefix: string): string {
  return hash('sha1', `${prefix.slice(-PREFIX_WINDOW)}\0${place}`)
}

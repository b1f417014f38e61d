import { startThread } from '../../platform/threads/start-thread.ts'
import type { WalkedFile, WalkSkip } from './folder-walk.ts'

/** What a walk found since the part before it. */
export interface WalkedPart {
  files: WalkedFile[]
  /** How many they are, also where they are not named. */
  fileCount: number
  skips: { path: string; reason: WalkSkip }[]
  /** What could not be read. */
  problems: { path: string; reason: string }[]
  isEnd: boolean
}

/** The folder that is walked, and the one that is left out, as `WalkOptions` has them. */
export interface Walk {
  root: string
  excludedFolder: string
}

export interface WalkRequests {
  /** The next part, of this many files at most; of a walk that only counts, files are not named. */
  next(wanted: { maxFiles: number; isCounting: boolean }): WalkedPart
}

/** Walks a folder in a thread, one part ahead of whoever takes them. */
export async function* walkInThread(
  walk: Walk,
  options: { maxFiles: number; isCounting?: boolean; signal: AbortSignal; warn?: ((message: string) => void) | undefined },
): AsyncGenerator<WalkedPart, void, undefined> {
  const { maxFiles, isCounting = false, signal, warn = () => undefined } = options
  await using thread = startThread<WalkRequests>({
    ...{ file: 'folder-walk-worker', beside: import.meta.url, data: walk, isBackground: true, warn },
  })
  const ask = () => {
    const part = thread.ask('next', { maxFiles, isCounting }, { signal })
    // Awaited in its turn; until then a failure must not count as unhandled.
    part.catch(() => undefined)
    return part
  }
  for (let next: Promise<WalkedPart> | null = ask(); next !== null; ) {
    const part: WalkedPart = await next
    next = part.isEnd ? null : ask()
    yield part
  }
}

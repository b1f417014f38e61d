import { create } from 'zustand'
import { isAppError } from '#contracts/errors'
import { describeError } from './errors.ts'

export interface Notice {
  id: number
  tone: 'info' | 'success' | 'warning' | 'error'
  title: string
  message: string | null
  /** Shown when the person asks for it. */
  details: string | null
  action: { label: string; run: () => void } | null
  /** Goes when a project has been opened: there is nothing left to do about it. */
  untilProject: boolean
  /** How long it stays, in milliseconds; null until it is closed. */
  lastsMs: number | null
}

interface NoticesState {
  notices: Notice[]
}

/** What the interface has to say at the moment, oldest first. */
export const useNotices = create<NoticesState>(() => ({ notices: [] }))

const mostNotices = 3
const quietNoticeMs = 6000
let lastId = 0
/** What will dismiss notices, by their ids. */
const timers = new Map<number, ReturnType<typeof setTimeout>>()

/**
 * Tells the person something. Unless `lastsMs` says otherwise, errors and notices with an action stay until they are closed or newer ones need
 * the room, and others go by themselves.
 */
export function notify(notice: Partial<Omit<Notice, 'id'>> & { title: string }): number {
  const isSame = (other: Notice) => other.title === notice.title && other.message === (notice.message ?? null)
  const shown = useNotices.getState().notices.find(isSame)
  const id = shown?.id ?? ++lastId
  const staysOpen = notice.tone === 'error' || Boolean(notice.action)
  const lastsMs = staysOpen ? null : quietNoticeMs
  const usual = { tone: 'info', message: null, details: null, action: null, untilProject: false, lastsMs } as const
  const full: Notice = { ...usual, ...notice, id }
  useNotices.setState(({ notices }) => ({
    // The same words again take the place of what is there, or a failing retry would fill the screen.
    notices: shown ? notices.map((other) => (other === shown ? full : other)) : [...notices, full].slice(-mostNotices),
  }))
  // What is said again lasts from then on.
  clearTimeout(timers.get(id))
  timers.delete(id)
  if (full.lastsMs !== null)
    timers.set(
      id,
      setTimeout(() => dismissNotice(id), full.lastsMs),
    )
  return id
}

export function dismissNotice(id: number): void {
  timers.delete(id)
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}

/** A project is open now: takes away what was said about one that was not. */
export function dismissProjectNotices(): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => !notice.untilProject) }))
}

/** Tells the person about a failure, with a retry where one makes sense. Cancellations are silent. */
export function reportError(error: unknown, retry?: () => void): void {
  const words = describeError(error)
  if (!words) return
  notify({
    tone: 'error',
    title: words.title,
    message: words.message,
    details: words.details,
    untilProject: isAppError(error) && error.code.startsWith('project.'),
    action: retry && words.canRetry ? { label: 'Try again', run: retry } : null,
  })
}

import { type AppErrorCode, isAppError } from '#contracts/errors'

/** An error in the words of the interface. */
export interface ErrorWords {
  title: string
  /** What was attempted, on what, why it failed and what to do. */
  message: string
  /** Whether the same thing may work when it is tried again unchanged. */
  canRetry: boolean
  /** Facts for whoever looks closer, one a line; null when the message says all. */
  details: string | null
}

/** True for what a person or a newer request called off: never shown, never logged. */
export function isCancelled(error: unknown): boolean {
  if (isAppError(error, 'model.load-cancelled')) return true
  return error instanceof DOMException
    ? error.name === 'AbortError'
    : error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled')
}

/** What to say about an error; null for a cancellation. */
export function describeError(error: unknown): ErrorWords | null {
  if (isCancelled(error)) return null
  if (isAppError(error)) {
    const { title, canRetry } = wordsFor(error.code as SpokenErrorCode)
    const facts = Object.entries(error.data as Record<string, unknown>).map(([name, value]) => `${name}: ${String(value)}`)
    return { title, canRetry, message: error.message, details: [`code: ${error.code}`, ...facts].join('\n') }
  }
  return {
    title: 'The workbench made a mistake',
    message:
      'Something in the interface failed that should not. Your data is not affected; if it happens again, report it with the details.',
    canRetry: false,
    details: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}

type SpokenErrorCode = Exclude<AppErrorCode, 'model.load-cancelled'>

/** The one place where codes become words. A new code does not compile until it has some here. */
function wordsFor(code: SpokenErrorCode): { title: string; canRetry: boolean } {
  switch (code) {
    case 'input.invalid':
      return { title: 'That value is not accepted', canRetry: false }
    case 'project.not-open':
      return { title: 'No project is open', canRetry: false }
    case 'project.not-found':
      return { title: 'There is no project in that folder', canRetry: false }
    case 'project.locked':
      return { title: 'The project is open elsewhere', canRetry: true }
    case 'project.corrupt':
      return { title: 'The project file is damaged', canRetry: false }
    case 'project.too-new':
      return { title: 'The project needs a newer version', canRetry: false }
    case 'query.invalid':
      return { title: 'The query cannot be read', canRetry: false }
    case 'document.not-found':
      return { title: 'That document is not in the project', canRetry: false }
    case 'signal.not-found':
      return { title: 'That signal is not in the project', canRetry: false }
    case 'import.too-many-rejected':
      return { title: 'Too many rows were rejected', canRetry: false }
    case 'file.not-found':
      return { title: 'File not found', canRetry: true }
    case 'file.failed':
      return { title: 'The system refused the file', canRetry: true }
    case 'file.not-text':
      return { title: 'Not a text file', canRetry: false }
    case 'file.too-large':
      return { title: 'The file is too large to edit', canRetry: false }
    case 'file.would-replace':
      return { title: 'There is another kind of file', canRetry: false }
    case 'file.changed':
      return { title: 'The file changed on disk', canRetry: false }
    case 'import.unreadable':
      return { title: 'That cannot be imported', canRetry: false }
    case 'import.unknown-format':
      return { title: 'That format is not known', canRetry: false }
    case 'recipe.invalid':
      return { title: 'The recipe is not valid', canRetry: false }
    case 'job.not-found':
      return { title: 'That job no longer exists', canRetry: false }
    case 'job.conflict':
      return { title: 'The job cannot do that now', canRetry: false }
    case 'model.not-found':
      return { title: 'Model file not found', canRetry: true }
    case 'model.invalid-file':
      return { title: 'Not a usable model file', canRetry: false }
    case 'model.unsupported-architecture':
      return { title: 'This kind of model is not supported', canRetry: false }
    case 'model.out-of-memory':
      return { title: 'The model does not fit into memory', canRetry: true }
    case 'model.not-loaded':
      return { title: 'No model is loaded', canRetry: false }
    case 'model.no-infill':
      return { title: 'This model cannot fill in code', canRetry: false }
    case 'model.cannot-answer':
      return { title: 'This model cannot rate documents', canRetry: false }
    case 'model.load-failed':
      return { title: 'The model could not be loaded', canRetry: true }
    case 'ngram.invalid-model':
      return { title: 'Not a usable n-gram model', canRetry: false }
    case 'ngram.none':
      return { title: 'There are no n-gram models', canRetry: false }
    case 'ngram.training-failed':
      return { title: 'The n-gram model could not be trained', canRetry: false }
    case 'inference.restarting':
      return { title: 'The model process is restarting', canRetry: true }
    case 'host.no-dialogs':
      return { title: 'This host has no file dialogs', canRetry: false }
    case 'connection.lost':
      return { title: 'The engine stopped', canRetry: true }
    case 'internal':
      return { title: 'The workbench made a mistake', canRetry: false }
  }
}

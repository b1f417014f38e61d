import { appendFileSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolderSync } from './make-folder.ts'

type Fields = Record<string, unknown>

/** Where the engine writes what a developer needs later. One JSON object a line. */
export interface Log {
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
}

const maxSizeBytes = 5_000_000

/**
 * A log that appends to a file, keeping one older file beside it, or to standard error when no file is given.
 *
 * Writing never throws: whoever logs is often handling a failure already, and a full disk must not end the program.
 */
export function createLog(options: { file?: string } = {}): Log {
  const { file } = options
  const write =
    (level: string) =>
    (message: string, fields: Fields = {}) => {
      const line = `${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`
      if (!file || !isDone(() => appendFileSync(file, line))) process.stderr.write(line)
    }
  if (file) isDone(() => prepare(file))
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

/** Synchronous, so that the last line before a crash is there; lines are rare. */
function isDone(write: () => void): boolean {
  try {
    write()
    return true
  } catch {
    // A full disk, a folder that is gone or closed to us: standard error is what is left.
    return false
  }
}

function prepare(file: string): void {
  makeFolderSync(dirname(file))
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > maxSizeBytes) renameSync(file, `${file}.old`)
}

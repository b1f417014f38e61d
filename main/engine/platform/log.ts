import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

type Fields = Record<string, unknown>

/** Where the engine writes what a developer needs later. One JSON object a line. */
export interface Log {
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
}

const maxSizeBytes = 5_000_000

/** A log that appends to a file, keeping one older file beside it, or to standard error when no file is given. */
export function createLog(options: { file?: string } = {}): Log {
  const { file } = options
  if (file) prepare(file)
  const write =
    (level: string) =>
    (message: string, fields: Fields = {}) => {
      const line = `${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`
      // Synchronous, so that the last line before a crash is there; lines are rare.
      if (file) appendFileSync(file, line)
      else process.stderr.write(line)
    }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

function prepare(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > maxSizeBytes) renameSync(file, `${file}.old`)
}

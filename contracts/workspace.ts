import { z } from 'zod'
import { path } from './path.ts'
import { procedure } from './procedure.ts'

export const entry = z.object({ name: z.string(), path: z.string(), kind: z.enum(['folder', 'file']), sizeBytes: z.number() })
export type Entry = z.infer<typeof entry>

export const openFile = z.object({
  path: z.string(),
  /** Where links lead: two paths with the same are one file. */
  realPath: z.string(),
  text: z.string(),
  /** Hash of the bytes on disk; goes back with `write`. */
  version: z.string(),
  /** Monaco language id, `plaintext` when unknown. */
  language: z.string(),
  lineEnding: z.enum(['\n', '\r\n']),
  readOnly: z.boolean(),
})
export type OpenFile = z.infer<typeof openFile>

/** Files of the machine that the engine runs on, for the editor and the path picker. */
export const workspaceContract = {
  /** Folders first, then files, by name. Null means the user's home folder. */
  list: procedure
    .input(z.object({ folder: path.nullable() }))
    .output(z.object({ folder: z.string(), parent: z.string().nullable(), entries: z.array(entry) })),
  read: procedure.input(z.object({ file: path })).output(openFile),
  /** Writes through a temporary file. `expectedVersion` null means the file must not exist yet; otherwise `file.changed` when it differs. */
  write: procedure
    .input(z.object({ file: path, text: z.string(), expectedVersion: z.string().nullable() }))
    .output(openFile.pick({ version: true, realPath: true, language: true })),
}

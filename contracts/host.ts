import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { commandId } from './commands.ts'
import { path } from './path.ts'
import { procedure } from './procedure.ts'

export const hostInfo = z.object({
  kind: z.enum(['electron', 'web']),
  version: z.string(),
  platform: z.enum(['darwin', 'linux', 'win32']),
  /** Whether `pickPath` opens a native dialog. */
  dialogs: z.boolean(),
})
export type HostInfo = z.infer<typeof hostInfo>

export const pickPathRequest = z.object({
  kind: z.enum(['open-folder', 'open-file', 'save-file']),
  title: z.string(),
  suggestedName: z.string().nullable(),
  /** Extensions without the dot; empty means any. */
  extensions: z.array(z.string()),
})
export type PickPathRequest = z.infer<typeof pickPathRequest>

export const hostContract = {
  info: procedure.output(hostInfo),
  /** Commands chosen in the native menu. Silent where there is none. */
  watchCommands: procedure.output(eventIterator(commandId)),
  /** Null when the person cancelled; `host.no-dialogs` on a host without them. */
  pickPath: procedure.input(pickPathRequest).output(z.string().nullable()),
  /** Shows a file in its folder, in the system's file manager; `host.no-dialogs` on a host without one. */
  showFile: procedure.input(z.object({ path })).output(z.void()),
}

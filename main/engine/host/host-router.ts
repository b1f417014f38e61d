import { implement } from '@orpc/server'
import type { CommandId } from '#contracts/commands'
import { AppError } from '#contracts/errors'
import { type HostInfo, hostContract, type PickPathRequest } from '#contracts/host'

/** What a host offers beside running the engine. */
export interface HostCapabilities {
  readonly info: HostInfo
  /** Opens a native dialog; null where there is none. */
  readonly pickPath: ((request: PickPathRequest) => Promise<string | null>) | null
  /** Shows a file in the system's file manager; null where there is none. */
  readonly showFile: ((path: string) => void) | null
  /** Commands chosen in the native menu; null where there is none. */
  readonly watchCommands: ((signal?: AbortSignal) => AsyncIterable<CommandId>) | null
}

export function createHostRouter({ host }: { host: HostCapabilities }) {
  const os = implement(hostContract)
  return os.router({
    info: os.info.handler(() => host.info),
    watchCommands: os.watchCommands.handler(async function* ({ signal }) {
      if (host.watchCommands) yield* host.watchCommands(signal)
    }),
    pickPath: os.pickPath.handler(({ input }) => {
      if (!host.pickPath) throw new AppError('host.no-dialogs', 'This host has no dialogs of its own.', {})
      return host.pickPath(input)
    }),
    showFile: os.showFile.handler(({ input }) => {
      if (!host.showFile) throw new AppError('host.no-dialogs', 'This host has no file manager of its own.', {})
      host.showFile(input.path)
    }),
  })
}

import type { CommandId } from '#contracts/commands'
import type { HostInfo, PickPathRequest } from '#contracts/host'

/** What the engine process needs to know before it can open anything. Sent once, before every other message. */
export interface EngineConfiguration {
  userDataFolder: string
  bundledModelsFolder: string
  sampleFile: string
  logFile: string
  host: HostInfo
}

/**
 * From the app's process to the engine process. `renderer-port` and `inference-port` carry one MessagePort.
 *
 * `id` is the number that the engine gave its question.
 */
export type ToEngineMessage =
  | { type: 'configure'; configuration: EngineConfiguration }
  | { type: 'renderer-port' }
  | { type: 'inference-port'; id: number }
  | { type: 'inference-exited'; id: number; code: number | null; lastWords: string }
  | { type: 'path-picked'; id: number; path: string | null }
  | { type: 'command'; command: CommandId }
  | { type: 'stop' }

/** From the engine process to the app's process. A path is answered by `path-picked`, an inference process by its port and its exit. */
export type FromEngineMessage =
  | { type: 'launch-inference'; id: number }
  | { type: 'kill-inference'; id: number }
  | { type: 'pick-path'; id: number; request: PickPathRequest }
  | { type: 'show-file'; path: string }

/** From the app's process to a new inference process, with the one MessagePort that it serves. */
export interface ToInferenceMessage {
  type: 'serve-port'
}

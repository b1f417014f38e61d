import type { PortData } from './message-ports.ts'

/** Between the app's process and a utility process, over Node's own channel. A port is known to both by its number. */
export type UtilityMessage =
  | { type: 'message'; data: unknown; portIds: number[] }
  | { type: 'port-message'; portId: number; data: PortData }
  | { type: 'port-close'; portId: number }

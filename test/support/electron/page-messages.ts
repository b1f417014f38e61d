/** Data of a port on its way between the page and the app's process: JSON has no bytes. */
export type EncodedData = { text: string } | { base64: string }

export type ToPageMessage =
  | { type: 'ipc'; channel: string; args: unknown[]; portIds: number[] }
  | { type: 'port-message'; portId: number; data: EncodedData }
  | { type: 'port-close'; portId: number }
  | { type: 'permissions-set'; queryId: number }

export type FromPageMessage =
  | { type: 'ipc'; channel: string; args: unknown[] }
  | { type: 'port-message'; portId: number; data: EncodedData }
  | { type: 'port-close'; portId: number }
  | { type: 'window-open'; url: string; target: string }
  | { type: 'permission-query'; queryId: number }

import type { PackedFailure } from './packed-failure.ts'

/** What a thread can be asked: for each request a function from what it is given to what it answers. */
export type ThreadRequests<Requests> = { [Name in keyof Requests]: (given: never) => unknown }
export type Given<Request> = Request extends (given: infer Value) => unknown ? Value : never
export type Answer<Request> = Request extends (given: never) => infer Value ? Awaited<Value> : never

/** What a thread is started with. */
export interface ThreadStart {
  /** Address of the module that answers. */
  module: string
  isBackground: boolean
  data: unknown
}

export type MessageToThread =
  /** The number of `stopped` becomes 1 when nobody wants the answer any more. */
  | { type: 'ask'; id: number; name: PropertyKey; given: unknown; stopped: Int32Array<SharedArrayBuffer> }
  | { type: 'stop'; id: number }
  | { type: 'end' }

export type MessageFromThread =
  /** `tookMs` is what the request took in the thread. */
  | { type: 'answered'; id: number; tookMs: number; answer: unknown }
  | { type: 'failed'; id: number; tookMs: number; failure: PackedFailure }
  /** It could not begin or not close, and ends. */
  | { type: 'broken'; failure: PackedFailure }

/** A call of the addon under way. */
export type StartedCall<Result> = {
  /** `null` once cancelled. */
  result: Promise<Result | null>
  cancel: () => void
}

/** Waits for a call that `signal` cancels; rejects with the signal's reason if it did. */
export async function settle<Result>({ result, cancel }: StartedCall<Result>, signal: AbortSignal | undefined): Promise<Result> {
  // An abort before this call, as in a callback between two calls, has no listener.
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    const value = await result
    if (value === null) throw signal?.reason
    return value
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

/**
 * An error of the addon, which carries its code alone, as the error that a kernel's module publishes; any other error as it is.
 *
 * @param prefix of the kernel's codes.
 */
export function toKernelError<Code extends string>(
  error: unknown,
  prefix: string,
  KernelError: new (code: Code, message: string, options: ErrorOptions) => Error,
): unknown {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (!(error instanceof Error) || typeof code !== 'string' || !code.startsWith(prefix)) return error
  return new KernelError(code as Code, error.message, { cause: error })
}

import { type AnyContractRouter, type ContractRouterClient, isContractProcedure } from '@orpc/contract'
import { implement, type Router } from '@orpc/server'

/** A router of the contract that passes every call, cancellation and stream on to a client of the same contract. */
export function forwardContract<T extends AnyContractRouter>(
  contract: T,
  client: ContractRouterClient<T>,
): Router<T, Record<never, never>> {
  // Whoever answers checks what goes in and out; once is enough.
  const os = implement(contract).$config({
    initialInputValidationIndex: Number.NaN,
    initialOutputValidationIndex: Number.NaN,
  })
  return forward(contract, os, client) as Router<T, Record<never, never>>
}

/** Node by node: a procedure of the contract has its builder and its call at the same place of the other two trees. */
function forward(contract: AnyContractRouter, os: unknown, client: unknown): unknown {
  if (isContractProcedure(contract)) {
    const builder = os as { handler(handle: (call: { input: unknown; signal?: AbortSignal }) => unknown): unknown }
    const call = client as (input: unknown, options: { signal: AbortSignal | undefined }) => unknown
    return builder.handler(({ input, signal }) => call(input, { signal }))
  }
  const branch = (tree: unknown, name: string) => (tree as Record<string, unknown>)[name]
  return Object.fromEntries(
    Object.entries(contract).map(([name, part]) => [name, forward(part, branch(os, name), branch(client, name))]),
  )
}

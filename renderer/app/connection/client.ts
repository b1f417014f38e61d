import type { WorkbenchClient } from '#contracts/workbench'
import { clientForCall } from './connection.ts'

type Procedure = (input?: unknown, options?: unknown) => Promise<unknown>
type Namespace = Record<string, Record<string, Procedure>>

/**
 * The engine, as every part of the interface calls it: `client.dataset.page({ … }, { signal })`.
 *
 * It stays the same object for the life of the page and passes each call to the connection of the moment, so nobody keeps a
 * client of a connection that is gone. Failures are `AppError`s (`connection.lost` while the engine is away).
 */
export const client: WorkbenchClient = createDelegatingClient()

function createDelegatingClient(): WorkbenchClient {
  const services = new Map<string, Record<string, Procedure>>()
  const root = new Proxy({} as Namespace, {
    get(_, service) {
      // A promise that is resolved with the client asks for `then`.
      if (typeof service !== 'string' || service === 'then') return undefined
      let methods = services.get(service)
      if (!methods) services.set(service, (methods = createService(service)))
      return methods
    },
  })
  return root as unknown as WorkbenchClient
}

function createService(service: string): Record<string, Procedure> {
  const methods = new Map<string, Procedure>()
  return new Proxy({} as Record<string, Procedure>, {
    get(_, method) {
      if (typeof method !== 'string' || method === 'then') return undefined
      let procedure = methods.get(method)
      if (!procedure) {
        procedure = async (...args) => {
          const current = (await clientForCall()) as unknown as Namespace
          return current[service]?.[method]?.(...args)
        }
        methods.set(method, procedure)
      }
      return procedure
    },
  })
}

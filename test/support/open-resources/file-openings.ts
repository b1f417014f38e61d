import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { captureStack, findPlace } from './opening-place.ts'

/** Follows which files are opened, by Node's functions and by SQLite, so that it can be told where. */
export interface FileOpenings extends Disposable {
  /** The line of the project that opened the file last. Undefined where other native code did, or by another path. */
  findPlace(file: string): string | undefined
}

type AnyFunction = (...args: unknown[]) => unknown
interface Addon {
  Database?: new (file: string, ...more: unknown[]) => object
}

export function followFileOpenings(): FileOpenings {
  const openings = new Map<string, Error>()
  function note(file: unknown): void {
    if (file instanceof URL) note(fileURLToPath(file))
    else if (typeof file === 'string') openings.set(path.resolve(file), captureStack())
  }
  const restores = [
    replace(fs, 'open', (open) => (...args) => {
      note(args[0])
      return open(...args)
    }),
    replace(fs, 'openSync', (open) => (...args) => {
      note(args[0])
      return open(...args)
    }),
    replace(fs.promises, 'open', (open) => (...args) => {
      note(args[0])
      return open(...args)
    }),
    // SQLite opens its files itself, and its addon is loaded with the first database.
    replace(process, 'dlopen', (load) => (...args) => {
      load.apply(process, args)
      if (!/[\\/]better-sqlite3[\\/]/.test(String(args[1]))) return
      const addon = (args[0] as { exports: Addon }).exports
      if (!addon.Database) return
      addon.Database = new Proxy(addon.Database, {
        construct(Database, parameters, caller) {
          note(parameters[0])
          return Reflect.construct(Database, parameters, caller === addon.Database ? Database : caller)
        },
      })
    }),
  ]
  syncBuiltinESMExports()
  return {
    findPlace(file) {
      const opening = openings.get(file) ?? openings.get(file.replace(/-(wal|shm|journal)$/, ''))
      return opening && findPlace(opening)
    },
    [Symbol.dispose]() {
      for (const restore of restores) restore()
      syncBuiltinESMExports()
    },
  }
}

function replace<Name extends string>(owner: Record<Name, unknown>, name: Name, wrap: (original: AnyFunction) => AnyFunction) {
  const original = owner[name] as AnyFunction
  owner[name] = wrap(original)
  return () => {
    owner[name] = original
  }
}

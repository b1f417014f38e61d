import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '#contracts/errors'
import { findSystemCode, toFileError } from '../../platform/file-error.ts'

/** `processStart` tells a process from a later one with the same id; null where the system does not say. */
const holder = z.object({ pid: z.number().int(), processStart: z.string().nullable(), host: z.string(), token: z.string() })
type Holder = z.infer<typeof holder>

/** Keeps other processes out of a project's folder until it is disposed. */
export interface ProjectLock {
  [Symbol.dispose](): void
}

/** Takes the lock, also from a holder that is dead. Fails with `project.locked`. */
export function lockProject(folder: string): ProjectLock {
  const file = join(folder, 'project.lock')
  const own: Holder = {
    pid: process.pid,
    processStart: findProcessStart(process.pid),
    host: hostname(),
    token: randomUUID(),
  }
  while (!tryCreate(file, own)) {
    const text = tryRead(file)
    if (text === null) continue
    const current = parseHolder(text)
    if (current && isAlive(current)) throw locked(folder, current)
    removeStale(folder, file, text)
  }
  return {
    [Symbol.dispose]() {
      if (parseHolder(tryRead(file) ?? '')?.token === own.token) rmSync(file, { force: true })
    },
  }
}

function tryCreate(file: string, own: Holder): boolean {
  try {
    // Written aside and linked into place: a lock that exists always says who holds it.
    const prepared = `${file}.${own.token}`
    writeFileSync(prepared, JSON.stringify(own), { flag: 'wx' })
    try {
      linkSync(prepared, file)
    } catch (error) {
      const code = findSystemCode(error)
      // File systems without hard links, such as FAT: creating exclusively is the next best.
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error
      writeFileSync(file, JSON.stringify(own), { flag: 'wx' })
    } finally {
      rmSync(prepared, { force: true })
    }
    return true
  } catch (error) {
    if (findSystemCode(error) === 'EEXIST') return false
    throw toFileError(error, file, 'Locking the project')
  }
}

function tryRead(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    // Its holder has just let go.
    if (findSystemCode(error) === 'ENOENT') return null
    throw toFileError(error, file, 'Reading the lock of the project')
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return holder.parse(JSON.parse(text))
  } catch {
    // Not written by this program, or cut off by a full disk: it names no process that could be alive.
    return null
  }
}

/**
 * Moves the lock away before removing it: if another process took over in between, what was moved is its new lock, and is put back.
 */
function removeStale(folder: string, file: string, expected: string): void {
  const aside = `${file}.stale-${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (findSystemCode(error) === 'ENOENT') return
    throw toFileError(error, file, 'Taking over the lock of the project')
  }
  const moved = readFileSync(aside, 'utf8')
  if (moved === expected) {
    rmSync(aside, { force: true })
    return
  }
  renameSync(aside, file)
  const current = parseHolder(moved)
  if (current) throw locked(folder, current)
}

function isAlive({ pid, processStart, host }: Holder): boolean {
  // A process of another machine that shares the folder cannot be asked.
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (findSystemCode(error) === 'ESRCH') return false
  }
  return processStart === null || findProcessStart(pid) === processStart
}

/** Boot and clock tick in which a process began, or null where that cannot be had, and for a process that ended. */
function findProcessStart(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    // The name in parentheses may hold spaces; after it come the state and, as field 22, the start.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    if (fields[0] === 'Z' || fields[19] === undefined) return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`
  } catch {
    // No /proc, or no such process.
    return null
  }
}

function locked(folder: string, { pid, host }: Holder): AppError {
  const where = host === hostname() ? '' : ` on ${host}`
  return new AppError(
    'project.locked',
    `The project ${folder} is open in another process (${pid}${where}). Close it there first.`,
    {
      folder,
      pid,
    },
  )
}

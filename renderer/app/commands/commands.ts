import { useEffect, useRef } from 'react'
import { create } from 'zustand'
import { type CommandId, commands } from '#contracts/commands'
import { navigate, type Place, useNavigation } from '../shell/navigation.ts'

type Handler = () => void

interface CommandsState {
  /** Last registered last: the newest handler of a command is the one that runs. */
  handlers: ReadonlyMap<CommandId, readonly Handler[]>
  /** A command that was chosen before the place that knows it was on the screen. */
  pending: CommandId | null
}

const useCommandTable = create<CommandsState>(() => ({ handlers: new Map(), pending: null }))

const homes: Record<string, Place> = {
  editor: 'editor',
  completion: 'editor',
  project: 'data',
  data: 'data',
  review: 'data',
  recipe: 'tune',
  models: 'models',
}

/**
 * Says what a command does while this component is on the screen; null means that it cannot run now.
 *
 * A command without a handler whose first word belongs to a place (`data.export`, `recipe.undo`) first brings that place to the
 * screen and runs as soon as the place registers its handler.
 */
export function useCommand(id: CommandId, handler: Handler | null): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  const enabled = handler !== null
  useEffect(() => (enabled ? registerCommand(id, () => latest.current?.()) : undefined), [id, enabled])
}

/** Registers a handler outside of components; call the answer to take it back. */
export function registerCommand(id: CommandId, handler: Handler): () => void {
  change(id, (handlers) => [...handlers, handler])
  if (useCommandTable.getState().pending === id) {
    useCommandTable.setState({ pending: null })
    // After the effects of the place that just appeared.
    queueMicrotask(() => runCommand(id))
  }
  return () => change(id, (handlers) => handlers.filter((other) => other !== handler))
}

export function runCommand(id: CommandId): void {
  const handler = useCommandTable.getState().handlers.get(id)?.at(-1)
  if (handler) {
    handler()
    return
  }
  const home = findHome(id)
  if (!home || home === useNavigation.getState().place) return
  useCommandTable.setState({ pending: id })
  navigate(home)
}

/** Commands that do something when they are run now, in the order of the table. */
export function useRunnableCommands(): CommandId[] {
  const handlers = useCommandTable((state) => state.handlers)
  const place = useNavigation((state) => state.place)
  return (Object.keys(commands) as CommandId[]).filter((id) => {
    const home = findHome(id)
    return (handlers.get(id)?.length ?? 0) > 0 || (home !== undefined && home !== place)
  })
}

/** The keys of a command as the table gives them. */
export function commandKey(id: CommandId): string | null {
  return commands[id].key
}

function findHome(id: CommandId): Place | undefined {
  return homes[id.split('.')[0] ?? '']
}

function change(id: CommandId, edit: (handlers: readonly Handler[]) => readonly Handler[]): void {
  useCommandTable.setState(({ handlers }) => ({ handlers: new Map(handlers).set(id, edit(handlers.get(id) ?? [])) }))
}

import { useEffect, useRef, useState } from 'react'
import type { Entry } from '#contracts/workspace'
import { askUntilAnswered } from '../../app/connection/ask-until-answered.ts'
import { reportError } from '../../app/notices/notify.ts'

/** The entries of each folder that was opened in the tree, by its path. */
export type FolderTree = ReadonlyMap<string, readonly Entry[]>

/** Reads folders as they are opened in the tree; `refresh` reads all of them again. */
export function useFolderTree(root: string | null) {
  const [tree, setTree] = useState<FolderTree>(new Map())
  const aborter = useRef<AbortController | null>(null)

  async function load(folder: string): Promise<void> {
    aborter.current ??= new AbortController()
    const { signal: abort } = aborter.current
    try {
      const { entries } = await askUntilAnswered((engine, signal) => engine.workspace.list({ folder }, { signal }), abort)
      setTree((before) => new Map(before).set(folder, entries))
    } catch (error) {
      if (!abort.aborted) reportError(error, () => void load(folder))
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another root starts anew.
  useEffect(() => {
    if (root !== null && !tree.has(root)) void load(root)
  }, [root])

  useEffect(
    () => () => {
      aborter.current?.abort()
      aborter.current = null
    },
    [],
  )

  return {
    tree,
    open: (folder: string) => (tree.has(folder) ? undefined : void load(folder)),
    refresh: () => {
      for (const folder of tree.keys()) void load(folder)
    },
  }
}

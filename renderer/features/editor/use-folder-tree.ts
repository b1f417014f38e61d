import { useEffect, useState } from 'react'
import type { Entry } from '#contracts/workspace'
import { client } from '../../app/connection/client.ts'
import { reportError } from '../../app/notices/notify.ts'

/** The entries of each folder that was opened in the tree, by its path. */
export type FolderTree = ReadonlyMap<string, readonly Entry[]>

/** Reads folders as they are opened in the tree; `refresh` reads all of them again. */
export function useFolderTree(root: string | null) {
  const [tree, setTree] = useState<FolderTree>(new Map())

  async function load(folder: string): Promise<void> {
    try {
      const { entries } = await client.workspace.list({ folder })
      setTree((before) => new Map(before).set(folder, entries))
    } catch (error) {
      reportError(error, () => void load(folder))
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another root starts anew.
  useEffect(() => {
    if (root !== null && !tree.has(root)) void load(root)
  }, [root])

  return {
    tree,
    open: (folder: string) => (tree.has(folder) ? undefined : void load(folder)),
    refresh: () => {
      for (const folder of tree.keys()) void load(folder)
    },
  }
}

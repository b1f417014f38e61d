import { useEffect, useState } from 'react'
import { isAppError } from '#contracts/errors'
import type { PickPathRequest } from '#contracts/host'
import type { Entry } from '#contracts/workspace'
import { client } from './client.ts'
import { describeError } from './errors.ts'

interface Listing {
  folder: string | null
  parent: string | null
  entries: Entry[]
}

const folderKey = 'codeshell.last-folder'

/** State of the path picker: one folder of the engine's machine at a time. */
export function useFolderListing(request: PickPathRequest) {
  const [listing, setListing] = useState<Listing>({ folder: null, parent: null, entries: [] })
  const [typed, type] = useState('')
  const [selected, select] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isLoading, setLoading] = useState(true)

  /** Shows a folder; answers with the path when it turns out to be a file. */
  async function go(path: string | null): Promise<string | null> {
    setLoading(true)
    try {
      const { folder, parent, entries } = await client.workspace.list({ folder: path })
      const offered = entries.filter((entry) => isOffered(entry, request))
      // Hidden ones last: they are seldom meant, but model caches live there.
      setListing({ folder, parent, entries: offered.toSorted((a, b) => Number(isHidden(a)) - Number(isHidden(b))) })
      type(folder)
      select(null)
      setProblem(null)
      localStorage.setItem(folderKey, folder)
    } catch (error) {
      if (path !== null && isAppError(error, 'file.failed') && error.data.systemCode === 'ENOTDIR') return path
      setProblem(describeError(error)?.message ?? null)
    } finally {
      setLoading(false)
    }
    return null
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the first folder is shown once per request.
  useEffect(() => {
    const remembered = localStorage.getItem(folderKey)
    void openFirst(remembered)
    async function openFirst(path: string | null) {
      // The remembered folder may be gone; then the home folder is a better start than an error.
      const exists =
        path !== null &&
        (await client.workspace.list({ folder: path }).then(
          () => true,
          () => false,
        ))
      await go(exists ? path : null)
    }
  }, [request])

  const { folder } = listing
  const separator = folder?.includes('\\') ? '\\' : '/'
  return {
    ...listing,
    typed,
    type,
    problem,
    isLoading,
    select,
    go,
    selectedFile: listing.entries.some((entry) => entry.path === selected && entry.kind === 'file') ? selected : null,
    pathIn: (name: string) => (folder && name ? folder.replace(/[\\/]$/, '') + separator + name : null),
  }
}

function isOffered(entry: Entry, { kind, extensions }: PickPathRequest): boolean {
  if (entry.kind === 'folder') return true
  if (kind === 'open-folder') return false
  return (
    extensions.length === 0 || extensions.some((extension) => entry.name.toLowerCase().endsWith(`.${extension.toLowerCase()}`))
  )
}

function isHidden(entry: Entry): boolean {
  return entry.name.startsWith('.')
}

import { useEffect, useRef, useState } from 'react'
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

/** What a typed path turned out to be. */
export type Located = { kind: 'folder' | 'file'; path: string }

const folderKey = 'codeshell.last-folder'

/** State of the path picker: one folder of the engine's machine at a time. */
export function useFolderListing(request: PickPathRequest) {
  const [listing, setListing] = useState<Listing>({ folder: null, parent: null, entries: [] })
  const [typed, setTyped] = useState('')
  const [selected, select] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isLoading, setLoading] = useState(true)
  const latest = useRef(0)
  const typedNow = useRef('')

  function type(path: string): void {
    typedNow.current = path
    setTyped(path)
  }

  /** Shows a folder and answers what the path is; null when it cannot be shown. Null as path means the home folder. */
  async function go(path: string | null): Promise<Located | null> {
    const turn = ++latest.current
    const isLatest = () => turn === latest.current
    const typedBefore = typedNow.current
    setLoading(true)
    try {
      const { folder, parent, entries } = await client.workspace.list({ folder: path })
      if (isLatest()) {
        const offered = entries.filter((entry) => isOffered(entry, request))
        // Hidden ones last: they are seldom meant, but model caches live there.
        setListing({ folder, parent, entries: offered.toSorted((a, b) => Number(isHidden(a)) - Number(isHidden(b))) })
        // Whoever went on typing while the folder was read must not lose it.
        if (typedNow.current === typedBefore) type(folder)
        select(null)
        setProblem(null)
        localStorage.setItem(folderKey, folder)
      }
      return { kind: 'folder', path: folder }
    } catch (error) {
      if (path !== null && isAppError(error, 'file.failed') && error.data.systemCode === 'ENOTDIR') return { kind: 'file', path }
      if (isLatest()) setProblem(describeError(error)?.message ?? null)
      return null
    } finally {
      if (isLatest()) setLoading(false)
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the first folder is shown once per request.
  useEffect(() => {
    void openFirst(localStorage.getItem(folderKey))
    async function openFirst(remembered: string | null) {
      // The remembered folder may be gone; then the home folder is a better start than an error.
      if (remembered === null || (await go(remembered)) === null) await go(null)
    }
  }, [request])

  return {
    ...listing,
    typed,
    type,
    problem,
    isLoading,
    select,
    go,
    selectedFile: listing.entries.some((entry) => entry.path === selected && entry.kind === 'file') ? selected : null,
  }
}

/** A path in a folder, with the separator of the folder's system. */
export function pathIn(folder: string, name: string): string {
  return folder.replace(/[\\/]$/, '') + (folder.includes('\\') ? '\\' : '/') + name
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

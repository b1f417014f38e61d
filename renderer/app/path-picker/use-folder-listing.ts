import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { PickPathRequest } from '#contracts/host'
import { askUntilAnswered } from '../connection/ask-until-answered.ts'
import { createFolderListing } from './folder-listing.ts'

/** The path picker's listing; give `pathField` to the field that shows `typed`. */
export function useFolderListing(request: PickPathRequest) {
  const aborter = useRef<AbortController | null>(null)
  const listing = useMemo(() => {
    const list = (folder: { folder: string | null }) => {
      aborter.current ??= new AbortController()
      return askUntilAnswered((engine, signal) => engine.workspace.list(folder, { signal }), aborter.current.signal)
    }
    return createFolderListing({ request, list, memory: localStorage })
  }, [request])
  const state = useStore(listing.state)
  const pathField = useRef<HTMLInputElement>(null)
  useEffect(() => {
    void listing.openFirst()
    return () => {
      aborter.current?.abort()
      aborter.current = null
    }
  }, [listing])

  // The first path appears in a field that has the focus: what is typed or pasted replaces it instead of following it.
  const isFirstShown = state.folder !== null
  useLayoutEffect(() => {
    if (isFirstShown && pathField.current && pathField.current === document.activeElement) pathField.current.select()
  }, [isFirstShown])

  const { entries, selected } = state
  return {
    ...state,
    go: listing.go,
    type: listing.type,
    select: listing.select,
    pathField,
    selectedFile: entries.some((entry) => entry.path === selected && entry.kind === 'file') ? selected : null,
  }
}
